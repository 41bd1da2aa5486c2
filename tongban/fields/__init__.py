"""Input types: the one place where what people and programs send is turned into values.

Every function below makes a colander node, for a class attribute of a ``Schema`` or to be added to one::

    class NeedSchema(fields.Schema):
        title = fields.text("项目名称", max=100)
        ceiling = fields.money("最高限价")                      # 分
        ends = fields.moment("报名截止", later=True)            # aware, UTC
        note = fields.long_text("说明", required=False)         # None when left empty

    values = NeedSchema().bind(now=clock.now()).deserialize(cstruct)

======================  ==============================================  ==========================
function                takes                                           value
======================  ==============================================  ==========================
``text``                one line, ``max``/``min`` characters            str
``long_text``           several lines                                   str, lines end with newline
``person_name``         letters of any script                           str in one form
``organisation_name``   a full name                                     str in one form
``uscc``                统一社会信用代码                                str, capitals
``resident_id``         身份证号 (``today=`` or bound ``now``)          str, capital X
``phone``               mobile, landline, 400, hotline                  str in one form
``email``               an address                                      str, lower case
``money`` / ``wan``     an amount in 元 / 万元                          int, 分
``rate``                a percentage with two decimals                  int, basis points
``whole``               a whole number                                  int
``moment``              local date and time (``later``: bound ``now``)  datetime, aware, UTC
``day``                 a date (``past``/``future``: bound ``now``)     date
``day_limit``           ``5个工作日``, ``15个自然日``                   ``DayLimit``
``project_code``        投资项目代码, national or older                 str
``region_code``         a region's code, known or not                   str
``choice``              a key of ``options``                            str
``choices``             keys of ``options``                             tuple of str
``flag``                a ticked box                                    bool
``yes_no``              yes or no, told apart from no answer            bool
``file`` / ``files``    an upload, judged by content                    ``Upload`` / tuple of them
``rows``                repeated rows of a schema or field              list
======================  ==============================================  ==========================

All take ``title``, ``hint``, ``required`` (else ``None``, or ``missing=``) and any attribute of a node.
Empty or blank input counts as missing. Whatever comes in, the answer is a value or ``colander.Invalid``
with a Chinese message; ``serialize`` gives what a form shows again. Types with a bound check need
``schema.bind(now=…)``; without it they raise ``colander.UnboundDeferredError``, so that it cannot be
forgotten.

The types themselves (``Text``, ``Money`` …) carry ``kind`` (a name for templates) and ``html`` (attributes
for the input element); their face to programs is ``from_json``, ``to_json`` and ``json_schema``: money in
whole 分, rates in whole basis points, moments with an offset. Outside forms ``parse_uscc``, ``parse_phone``
and their likes take text and raise ``Refused`` with the same messages. ``mask_id`` and ``mask_phone`` are
what other people see.
"""

from tongban.fields.amounts import Money, Rate, WanMoney, Whole, money, rate, wan, whole
from tongban.fields.base import Type, node
from tongban.fields.chars import (
    Refused,
    code_text,
    drop_unseen,
    fold_width,
    refuse_broken,
    single_spaced,
    strip_blanks,
)
from tongban.fields.credit_code import Uscc, organisation_code_warning, parse_uscc, uscc
from tongban.fields.emails import Email, email, parse_email
from tongban.fields.filenames import clean_name
from tongban.fields.limits import DayLimit, DayLimitType, DayUnit, day_limit, parse_day_limit
from tongban.fields.masks import mask_id, mask_phone
from tongban.fields.moments import Day, Moment, day, moment, parse_day, parse_moment, show_moment
from tongban.fields.names import (
    OrganisationName,
    PersonName,
    organisation_name,
    person_name,
    tidy_organisation,
    tidy_person,
)
from tongban.fields.options import Choice, Choices, Flag, YesNo, choice, choices, flag, yes_no
from tongban.fields.phones import Phone, parse_phone, phone
from tongban.fields.places import RegionCode, region_code
from tongban.fields.plain import LongText, Text, long_text, text
from tongban.fields.project_codes import (
    ProjectCode,
    ProjectCodeKind,
    parse_project_code,
    project_code,
    project_code_kind,
)
from tongban.fields.resident import ResidentId, birth_date, parse_resident_id, resident_id
from tongban.fields.sniff import KINDS, FileKind, sniff
from tongban.fields.structure import Record, Rows, Schema, Section, rows
from tongban.fields.uploads import DOCUMENTS, MB, File, Files, Upload, file, files, megabytes

__all__ = [
    "DOCUMENTS",
    "KINDS",
    "MB",
    "Choice",
    "Choices",
    "Day",
    "DayLimit",
    "DayLimitType",
    "DayUnit",
    "Email",
    "File",
    "FileKind",
    "Files",
    "Flag",
    "LongText",
    "Moment",
    "Money",
    "OrganisationName",
    "PersonName",
    "Phone",
    "ProjectCode",
    "ProjectCodeKind",
    "Rate",
    "Record",
    "Refused",
    "RegionCode",
    "ResidentId",
    "Rows",
    "Schema",
    "Section",
    "Text",
    "Type",
    "Upload",
    "Uscc",
    "WanMoney",
    "Whole",
    "YesNo",
    "birth_date",
    "choice",
    "choices",
    "clean_name",
    "code_text",
    "day",
    "day_limit",
    "drop_unseen",
    "email",
    "file",
    "files",
    "flag",
    "fold_width",
    "long_text",
    "mask_id",
    "mask_phone",
    "megabytes",
    "moment",
    "money",
    "node",
    "organisation_code_warning",
    "organisation_name",
    "parse_day",
    "parse_day_limit",
    "parse_email",
    "parse_moment",
    "parse_phone",
    "parse_project_code",
    "parse_resident_id",
    "parse_uscc",
    "person_name",
    "phone",
    "project_code",
    "project_code_kind",
    "rate",
    "refuse_broken",
    "region_code",
    "resident_id",
    "rows",
    "show_moment",
    "single_spaced",
    "sniff",
    "strip_blanks",
    "text",
    "tidy_organisation",
    "tidy_person",
    "uscc",
    "wan",
    "whole",
    "yes_no",
]
