"""What enrolment refuses."""

from tongban.errors import DomainError, NotFound


class NoEnrolment(NotFound):
    """There is none, or none the person asking may know of."""

    code = "enrolment.not_found"
    message = "没有找到这家中介机构。"


class NotEditable(DomainError):
    """The enrolment is being checked, or has ended."""

    code = "enrolment.not_editable"
    message = "入驻资料正在核验或公示，现在不能修改。需要修改的，请运营机构退回后再改。"


class NothingWaiting(DomainError):
    """There is no change to decide on."""

    code = "enrolment.nothing_waiting"
    message = "没有待核验的变更，可能已由其他人办理。"
