from zhijia.planreader.intake import blocks_of_text
from zhijia.planreader.lines import lines_of


def texts(text):
    return [line.text for line in lines_of(blocks_of_text(text))[1]]


def test_page_furniture_goes():
    assert texts("甲方案\n- 3 -\n第 4 页 共 6 页\n乙方案\n下载文档") == ["甲方案", "乙方案"]


def test_a_torn_out_link_word_comes_back():
    assert texts("1、组织教师写优秀\n教案\n、论文,提高水平。\n2、走访") == [
        "1、组织教师写优秀教案、论文,提高水平。",
        "2、走访",
    ]


def test_a_heading_stuck_to_the_sentence_before_stands_alone():
    assert texts("一、学习\n组织学习。二、竞赛\n组织竞赛。") == [
        "一、学习",
        "组织学习。",
        "二、竞赛",
        "组织竞赛。",
    ]


def test_numbers_inside_a_sentence_do_not_cut_it():
    whole = "完成第二、三季度任务,人数增加2.5倍,(二)类单位除外"
    assert texts(whole) == [whole]


def test_a_document_on_one_line_comes_apart():
    assert texts("工会计划 一、思想 甲。二、工作 (一)学习。乙。(二)竞赛。丙。") == [
        "工会计划",
        "一、思想 甲。",
        "二、工作",
        "(一)学习。乙。",
        "(二)竞赛。丙。",
    ]


def test_month_labels_in_one_line_come_apart():
    assert texts("三月份:登山。四月份:拔河。") == ["三月份:登山。", "四月份:拔河。"]


def test_scanned_white_space_goes():
    assert texts("组 织 职 工 1 0 月 份 登 山 。") == ["组织职工10月份登山。"]


def test_spaces_that_separate_stay():
    assert texts("三月份 女工踏青 献爱心") == ["三月份 女工踏青 献爱心"]


def test_wrapped_lines_are_joined():
    wrapped = "\n".join(
        [
            "工会委员会要认真组织广大职工积极参加各项劳动竞",
            "赛活动,努力提高职工的业务技能和综合素质,为企业",
            "的发展作出新的更大的贡献,同时要切实维护好职工的",
            "合法权益和特殊利益,让职工安心工作,让企业健康发",
            "展,努力形成劳动关系和谐稳定、职企共建共享的良好",
            "局面。",
        ]
    )
    assert len(texts(wrapped)) == 1


def test_every_character_knows_where_it_came_from():
    source, lines = lines_of(blocks_of_text("一、抓学习。组织\n制度\n、规程学习。二、抓竞赛\n甲"))
    for line in lines:
        assert len(line.text) == len(line.at)
        assert line.original().replace("\n", "") == "".join(source[i] for i in line.at)


def test_spaces_inside_words_that_say_when_go():
    assert texts("组织学习,上 半 年开展征文,更新图书") == ["组织学习,上半年开展征文,更新图书"]


def test_a_heading_that_ends_in_a_noun_does_not_run_on():
    assert len(texts("努力方向\n工会工作千头万绪,我们将以饱满的热情做好各项工作。")) == 2
