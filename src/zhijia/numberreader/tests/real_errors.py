"""Real errors of summaries (domain catalogue, 4-figures §4.2 and §4.3), each in a sentence of our own.

The figures are those of the reports, or theirs with one digit made wrong where the report's own formula held.
The reader finds them, the cross-checks of our own summaries warn of them, the check page marks them.
"""

CERTAIN = [
    # (sentence, the figure in it that shows the error; "" where it is missing)
    # a year mask ate figures
    ("劳动合同签订率20230%。", "20230%"),
    ("参加竞赛的企业有2023多家。", "2023多家"),
    ("为16户受灾家庭募集2023万余元。", "2023万余元"),
    ("为患病职工购药花去20xx余元。", "20xx余元"),
    ("查出应缴未缴经费____万元。", "____万元"),
    ("现有女会员人，分成3个小组。", ""),
    # rates with another base, or none
    ("采集会员信息7400人，占会员总数13200人的71%。", "71%"),
    ("职工入会率达到101%。", "101%"),
    ("收到建议211条，采纳125条，采纳率69.2%。", "69.2%"),
    ("会员78名，其中女会员44名，占66.4%。", "66.4%"),
    ("选出代表15名，占会员44名的64%。", "64%"),
    ("已审计县5个，占17个县的39%。", "39%"),
    ("全区有工会3021家，比年初增加101家，增长5.5%。", "5.5%"),
    ("集体合同由去年的200份增加到260份，增长20%。", "20%"),
    # shares rounded to tens; 2 of 16 are 12.5 %
    ("所属16个分会中，好的7个、较好的7个、一般的2个，分别占40%、40%、20%。", "20%"),
    ("16个分会，好的7个占43.8%，较好的7个占43.8%，一般的2个占20%。", "20%"),
    # parts and wholes
    ("会员100名，其中女会员120名。", "120名"),
    ("征集建议211条，采纳225条。", "225条"),
    ("调处劳动争议55件，调解成功62件。", "62件"),
    ("查出隐患17处，督促整改19处。", "19处"),
    ("新发展会员1850人，会员总数1130人。", "1850人"),
    ("签订工资协议130份，其中区域性70份、行业性65份。", "130份"),
    ("竞赛创效83万元、建议增效66万元、攻关增效63万元，合计222万元。", "222万元"),
    ("组建联合工会18家，覆盖企业17家。", "17家"),
    # opening, new, left, closing
    ("年初会员74人，新进4人，调出1人，现有会员78人。", "78人"),
    ("年初会员147人，新吸收会员3人，离会4人，现有会员149人。", "149人"),
    # persons are not person-times
    ("救助困难职工30人次，救助困难职工35人。", "35人"),
    # averages and groups
    ("会员74人，分6个小组，每组5至8人。", "5至8人"),
    ("举办竞赛19场，参加1300人次，平均每场86人次。", "86人次"),
    ("走访困难家庭11户，送去5600元，户均609元。", "609元"),
    ("看望病人5人次，支出800元，人均260元。", "260元"),
]

DOUBTFUL = [
    # the collection had a quota of its own for a base, which the text does not give
    ("现有会员13200人，已采集7400余人，采集率71%。", "71%"),
    # 55 laid off, yet posts were offered to 80
    ("失业人员210余人，其中下岗失业人员55余人。为80余名下岗失业人员提供了岗位。", "80余名"),
    ("社区有会员44名。全年签订劳动合同104份。", "104份"),
    # an agreement needs the congress that passes it
    ("签订工资专项集体合同50份。召开职代会46次。", "50份"),
    ("工资协议又增加5家，累计签订工资集体协议50家。全镇46家企业建有职代会。", "50家"),
    # two firms of fifteen are not accounted for
    ("规模以上未建会企业15家，已建9家，在建4家。", "15家"),
    # figures of which day
    ("截至11月20日，全年共收缴经费215万元。", "215万元"),
    ("县总工会上半年工作总结\n全年共审计工会5家。", "5家"),
    ("县总工会上半年工作总结\n7月3日对5家基层工会进行了审计。", "5家"),
]
