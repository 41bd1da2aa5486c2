"""What can go wrong with seals. The messages name no path and no content: they may be shown on a page."""

from tongban.errors import DomainError


class SealError(DomainError):
    """A seal cannot be made or opened."""

    code = "sealing.failed"
    status = 503
    message = "密封或开封没有成功。请联系平台管理员。"


class SealKeyMissing(SealError):
    """The key file, or the one key in it that an envelope names, is not there."""

    code = "sealing.key_missing"
    message = (
        "找不到密封密钥文件。请平台管理员从密钥备份恢复它（位置见设置 tongban.seal_keys）；"
        "不要新建，新密钥打不开已密封的内容。"
    )


class SealKeysUnusable(SealError):
    """The key file is there, but must not or cannot be used."""

    code = "sealing.keys_unusable"
    message = "密封密钥文件不能使用。请平台管理员检查。"


class SealBroken(SealError):
    """The envelope was altered, cut, or belongs to another thing or purpose."""

    code = "sealing.broken"
    message = "密封内容打不开：它被改动过，或者不属于这一项。请联系平台管理员，不要重新提交。"
