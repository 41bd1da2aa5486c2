"""Forms: a colander schema shown with our own templates, checked and submitted the same way everywhere.

A view with a form::

    @view_config(route_name="needs.new", renderer="…/new.jinja2", permission=Permission.MARKET_NEED_CREATE)
    def new(self) -> dict[str, Any] | Response:
        form = Form(NeedSchema().bind(now=self.request.now), request=self.request, formid="need",
                    buttons=[Button("save", "保存草稿")], stash=RequestStash(self.request))
        return handle_form(self.request, form, self._create)

    def _create(self, sent: Submission) -> Response:
        need = NeedService(self.request.work).create(sent.values, key=sent.key)
        return HTTPSeeOther(…)

and its template: ``{% if confirmation %}{{ confirm(confirmation) }}{% else %}{{ form }}{% endif %}``.
Widgets follow from the types of ``tongban.fields``; a schema node may name another with ``widget=``.
"""

from deform import Button

from tongban.web.forms.fieldtree import Problem
from tongban.web.forms.form import Form, new_form_key
from tongban.web.forms.handle import Submission, handle_form
from tongban.web.forms.rows import Rows
from tongban.web.forms.stash import RequestStash
from tongban.web.forms.uploads import FileStash, FileUpload, Kept
from tongban.web.forms.widgets import (
    Checkbox,
    CheckboxChoice,
    DateInput,
    DateTimeInput,
    Hidden,
    MoneyInput,
    NonceInput,
    Password,
    RadioChoice,
    RateInput,
    Section,
    Select,
    TextArea,
    TextInput,
)

__all__ = [
    "Button",
    "Checkbox",
    "CheckboxChoice",
    "DateInput",
    "DateTimeInput",
    "FileStash",
    "FileUpload",
    "Form",
    "Hidden",
    "Kept",
    "MoneyInput",
    "NonceInput",
    "Password",
    "Problem",
    "RadioChoice",
    "RateInput",
    "RequestStash",
    "Rows",
    "Section",
    "Select",
    "Submission",
    "TextArea",
    "TextInput",
    "handle_form",
    "new_form_key",
]
