"""What a reader must be told about a record that holds: what its arithmetic cannot show."""

from market.selection.record import Beacon, Entry, Record

#: Who may have fixed a beacon, as a reader is told it.
SOURCES = {"witness": "见证人", "notary": "公证员", "notice": "公告事先指定"}


def remarks_on(record: Record, blocks_used: int) -> tuple[str, ...]:
    """The remarks on the beacon or its absence, and on whether chance decided anything."""
    if record.beacon is None:
        if blocks_used:
            return ("没有公开随机值：名单公布后没有第三方确定的数值参与抽取，平台理论上可以操纵抽取结果。",)
        return ("没有公开随机值：凡用到抽取之处，平台理论上可以操纵；本次没有用到抽取，结果不受影响。",)
    return tuple(_on_beacon(record.beacon, record.entries))


def _on_beacon(beacon: Beacon, entries: tuple[Entry, ...]) -> list[str]:
    source = SOURCES.get(beacon.source)
    named = f"{source}（{beacon.source}）" if source else f"{beacon.source}（不在已知来源之列）"
    remarks = [f"公开随机值的来源为{named}，时间为 {beacon.at}。这两项没有摘要约束，请与公告核对。"]
    if any(beacon.at < entry.received for entry in entries):
        remarks.append("公开随机值的时间早于某项报名的收到时间：它应在名单公布之后确定。")
    return remarks
