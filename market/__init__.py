"""The online trading platform for intermediary services (中介服务网上交易平台)."""
