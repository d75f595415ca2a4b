"""The sentences for files that cannot be read: what it is, and what to do instead."""

from __future__ import annotations

MAX_BYTES = 20 * 1024 * 1024
MAX_CHARACTERS = 1_000_000

SAVE_AS_DOCX = "请在 Word 或 WPS 里点“文件—另存为”，类型选“Word 文档(.docx)”，再上传。"
_PASTE = "请把文字粘贴进来。找得到原来的 Word 文件(.docx)的话，也可以上传那一份。"

EMPTY = "这个文件里没有文字。请打开看一看是不是选错了文件，再上传。"
TOO_BIG = f"这个文件太大（超过 {MAX_BYTES // 1024 // 1024} MB）。请去掉里面的图片，另存一份再上传。"
TOO_LONG = f"这份文件太长（超过 {MAX_CHARACTERS // 10_000} 万字）。请只上传计划本身，或分成几份上传。"
CUT_SHORT = "这个文件不完整，可能没有传完。请重新复制一份，确认能用 Word 或 WPS 打开，再上传。"
DAMAGED = "这个文件不完整或已经损坏。请用 Word 或 WPS 打开确认，另存一份再上传。"
BOMB = "这个文件解开以后大得不正常，为了安全没有读。请用 Word 或 WPS 打开，另存一份再上传。"
UNSAFE = "这个文件里有不该出现的声明，为了安全没有读。请用 Word 或 WPS 打开，另存一份再上传。"
PASSWORD = "这个文件加了密码，读不出来。请在 Word 或 WPS 里输入密码打开，去掉密码后另存，再上传。"
NOT_TEXT = "这个文件不是文字，读不出来。请把计划存成 Word 文档(.docx)或纯文本(.txt)，再上传。"

PICTURE = "这是图片，读不出文字，" + _PASTE
ONLY_PICTURES = "这个文件里只有图片，读不出文字，" + _PASTE
VIDEO = "这是视频或录音，读不出文字，" + _PASTE
ARCHIVE = "这是压缩包。请先解压，再上传里面的 Word 文档(.docx)。"
EXCEL = "这是 Excel 表格，不是计划文档。请把表格复制到 Word 里存成 Word 文档(.docx)，再上传。"
SLIDES = "这是演示文稿，不是计划文档。请上传计划的 Word 文档(.docx)。"
OFD = "这是 OFD 文件，还读不了。请用 OFD 阅读器打开，另存为 PDF 再上传，或者把文字复制粘贴进来。"
WEB_PAGE = "这是网页格式的文件，还读不了。" + SAVE_AS_DOCX

_OLD = {"doc": "这是旧格式的文档(.doc 或 .wps)", "rtf": "这是 RTF 文件", "odt": "这是 ODF 文档(.odt)"}
OLD_OTHER = "这是旧格式的文件，里面不是 Word 文档。" + SAVE_AS_DOCX
ODF = "这是 ODF 表格或演示文稿，不是计划文档。请上传计划的 Word 文档(.docx)。"
OLD_DAMAGED = "这个文件没能读出来，可能已经损坏或者加了密码。" + SAVE_AS_DOCX
SLOW = "这个文件读了很久还没有读完，已经停下。" + SAVE_AS_DOCX
BUSY = "系统正在读另一份文件，这一份还没有读。请过一分钟再上传一次。"


def without_office(ending: str) -> str:
    """For a server without LibreOffice."""
    return f"{_OLD[ending]}，这台服务器读不了。{SAVE_AS_DOCX}"


PDF_PASSWORD = "这个 PDF 加了打开密码，读不出来。请用密码打开，去掉密码后另存，再上传。"
PDF_DAMAGED = "这个 PDF 不完整或已经损坏。请打开看一看，重新下载或另存一份再上传。"
PDF_SLOW = "这个 PDF 读了很久还没有读完，已经停下。请把计划的文字复制出来，粘贴进来。"
PDF_LONG = "这份 PDF 太长（超过 300 页或 100 万字）。请只上传计划本身，或分成几份上传。"
PDF_GARBLED = (
    "这个 PDF 的字体没有存全，读出来是乱码。请打开它复制文字，粘贴进来看看，或者找到原来的 Word 文件上传。"
)
