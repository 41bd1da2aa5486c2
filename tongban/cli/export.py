"""``tongban export KIND``: what a site publishes, as files; packages add kinds by entry points."""

from tongban.cli.main import Commands

GROUP = "tongban.exports"


class Kinds(Commands):
    """The kinds of things that can be exported."""

    entry_group = GROUP


export = Kinds("export", help="把公开的内容导出成文件。")
