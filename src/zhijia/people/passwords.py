"""Django's rules for passwords, with sentences that say what to do; its own Chinese leaves some in English."""

from django.contrib.auth import password_validation as rules


class LongEnough(rules.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"密码太短，至少要 {self.min_length} 位。"


class NotTheName(rules.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return "密码和登录名太像，请换一个。"


class NotCommon(rules.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "这个密码太常见，别人容易猜到，请换一个。"


class NotOnlyDigits(rules.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return "不能全是数字，请加上字母或符号。"
