class Unfit(Exception):
    """A file is not taken. `sentence` tells the person who chose it what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


BROKEN = "文件不完整，打不开。请在电脑上打开看看，重新另存一份再传。"
MACROS = "文件里带宏，为了安全不收。请用 Word、Excel 或 WPS 打开，另存为不带宏的 docx 或 xlsx 再传。"
PASSWORD = "文件设了打开密码，别人看不了。请去掉密码，另存一份再传。"
SAVE_AS_DOCX = "这种格式收不了。请用 Word 或 WPS 打开，另存为 docx 再传。"
ARCHIVE = "压缩包不收。请解压后，把里面的文件逐个传上来。"
