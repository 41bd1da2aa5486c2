"""Mail by SMTP: at least once is not good enough for people, so a sent notice is marked at once."""

import smtplib
from email.message import EmailMessage

from pyramid.registry import Registry

from tongban.notices.models import Notice
from tongban.outbox.handlers import Delivery, OutboxHandler, Park

#: Seconds an SMTP server may take before the attempt counts as failed.
TIMEOUT_S = 20


def make_mailer(registry: Registry) -> OutboxHandler:
    """The outbox handler that mails one notice; without an SMTP server in the settings it does nothing."""
    settings = registry.settings
    host = settings.get("tongban.smtp_host")
    port = int(settings.get("tongban.smtp_port") or 25)
    sender = settings.get("tongban.smtp_from") or "noreply@localhost"
    base = registry["tongban.site"].public_url

    def mail(delivery: Delivery) -> None:
        if not host:
            return
        with delivery.sessions() as session:
            notice = session.get(Notice, delivery.thing_id)
            if notice is None or notice.mailed_at is not None or not notice.user.email:
                return
            message = compose(notice, sender, base)
        try:
            with smtplib.SMTP(host, port, timeout=TIMEOUT_S) as smtp:
                smtp.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise Park(f"收件地址被拒收：{error}") from error
        with delivery.sessions.begin() as session:
            sent = session.get(Notice, delivery.thing_id)
            if sent is not None:
                sent.mailed_at = delivery.now

    return mail


def compose(notice: Notice, sender: str, base_url: str) -> EmailMessage:
    """The mail of a notice: its words and the address of the page, nothing that is not on the site."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = notice.user.email
    message["Subject"] = notice.title
    # The same notice always has the same id, so that a mailbox can drop a repetition.
    message["Message-ID"] = f"<notice-{notice.id}@{sender.rsplit('@', 1)[-1]}>"
    message.set_content(f"{notice.body}\n\n查看详情：{base_url}{notice.url}\n")
    return message
