from zhijia.planreader import read_text


def tasks(text):
    return [(t.months, t.title, t.owner) for t in read_text(text).tasks]


def test_columns_divided_by_tabs_with_merged_times():
    assert tasks("时间\t内容\t责任人\n三月\t登山\t王芳\n\t拔河\t李明\n4月\t讲座\t工会") == [
        ((3,), "登山", "王芳"),
        ((3,), "拔河", "李明"),
        ((4,), "讲座", "工会"),
    ]


def test_columns_divided_by_spaces_or_bars():
    expected = [((3,), "登山", "王芳"), ((4,), "讲座", "李明")]
    assert tasks("月份  活动内容  负责人\n3月  登山  王芳\n4月  讲座  李明") == expected
    assert tasks("|月份|活动内容|负责人|\n|3月|登山|王芳|\n|4月|讲座|李明|") == expected


def test_one_cell_a_line():
    assert tasks("时间\n内容\n负责人\n3月\n登山\n王芳\n4月\n讲座\n李明") == [
        ((3,), "登山", "王芳"),
        ((4,), "讲座", "李明"),
    ]


def test_bare_numbers_in_a_month_column():
    assert tasks("月份\t内容\n3\t登山\n四\t讲座\n5-6\t体检") == [
        ((3,), "登山", None),
        ((4,), "讲座", None),
        ((5, 6), "体检", None),
    ]


def test_time_in_a_later_column():
    assert tasks("序号\t项目\t完成时限\t责任部门\n1\t登山\t3月底前\t文体部\n2\t讲座\t待定\t办公室") == [
        ((3,), "登山", "文体部")
    ]


def test_rows_without_a_time_are_measures():
    plan = read_text("序号\t项目\t责任部门\n1\t签订集体合同\t办公室")
    assert plan.tasks == []
    assert [(m.title, m.owner) for m in plan.undated] == [("签订集体合同", "办公室")]


def test_several_items_in_a_cell():
    assert tasks("时间\t内容\n三月\t1.登山;2.拔河\n四月\t召开会议;走访职工") == [
        ((3,), "登山", None),
        ((3,), "拔河", None),
        ((4,), "召开会议", None),
        ((4,), "走访职工", None),
    ]


def test_cells_on_lines_of_their_own_with_money_and_a_note():
    rows = [
        "序号 时间 活动内容 责任科室 经费预算",
        "1 3月 插花课 女工委 2600元",
        "2 4月 职代会 院办公室 5000元",
        "3 全年 生日慰问 工会办公室 按人均150元",
    ]
    cells = "\n".join(rows).replace(" ", "\n")
    assert tasks(cells + "\n注:时间如有变动,另行通知。\n某某医院工会") == [
        ((3,), "插花课", "女工委"),
        ((4,), "职代会", "院办公室"),
        (tuple(range(1, 13)), "生日慰问", "工会办公室"),
    ]


def test_a_missing_cell_does_not_shift_what_the_others_mean():
    text = "序号 时间 活动内容 责任科室 经费预算 1 3月 插花课 女工委 2600元 2 4月 职代会 院办公室"
    assert tasks(text.replace(" ", "\n")) == [((3,), "插花课", "女工委"), ((4,), "职代会", "院办公室")]


def test_a_theme_that_begins_with_a_festival_is_no_time():
    rows = [
        "时间 活动主题 主要内容 负责部门",
        "2月10日 新春团拜 职工代表团拜 厂工会",
        "3月 巾帼风采 礼仪培训 女工部",
        "四季度 喜迎新年 乒乓球赛 文体部",
    ]
    text = " ".join(rows)
    signed = text + " 某某厂工会 2022年1月5日"
    assert tasks(signed.replace(" ", "\n")) == tasks(text.replace(" ", "\n"))
    assert tasks(text.replace(" ", "\n")) == [
        ((2,), "职工代表团拜", "厂工会"),
        ((3,), "礼仪培训", "女工部"),
        ((10, 11, 12), "乒乓球赛", "文体部"),
    ]


def test_columns_set_by_wide_gaps_need_no_header():
    rows = [
        "1月18日    写春联    活动室    李萍",
        "3月8日    女职工插花    教室    周敏",
        "4月    义诊    广场    李萍",
    ]
    assert tasks("\n".join(rows)) == [
        ((1,), "写春联", "李萍"),
        ((3,), "女职工插花", "周敏"),
        ((4,), "义诊", "李萍"),
    ]
