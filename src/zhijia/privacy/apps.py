from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """What the program keeps about people, told to each of them once, and who has agreed (PIPL art. 13–17)."""

    name = "zhijia.privacy"
    label = "privacy"
    requires = ["kernel", "org", "people"]

    def ready(self) -> None:
        from zhijia.kernel.ui import menu

        menu.mine(label="隐私说明", icon="shield-check", url_name="privacy:notice", order=80)
