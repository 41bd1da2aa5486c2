/* Checks of single values, the same as in tongban/strict.py, with the same words: each returns the value, or
   throws tongban.Wrong naming the path. */
(function (tongban) {
  var SHOWN = 80;
  /* Control characters, marks that turn the direction of writing, and halves of surrogate pairs: what is hashed
     must be what a person sees. */
  var UNSEEN = new RegExp(
    "[\\u0000-\\u001f\\u007f-\\u009f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff]|" +
      "[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?:^|[^\\ud800-\\udbff])[\\udc00-\\udfff]"
  );
  var BLANK = new RegExp("^[\\s\\u0085\\u001c-\\u001f]*$");
  var SHORT = { 8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\" };

  tongban.MAX_SAFE = 9007199254740991;

  function escaped(unit) {
    return "\\u" + ("000" + unit.toString(16)).slice(-4);
  }

  /* A text as a JSON literal; what is not ASCII as escapes, if so asked. */
  function quoted(text, ascii) {
    var out = '"';
    for (var i = 0; i < text.length; i += 1) {
      var unit = text.charCodeAt(i);
      if (SHORT[unit]) {
        out += SHORT[unit];
      } else {
        out += unit < 32 || (ascii && unit > 126) ? escaped(unit) : text.charAt(i);
      }
    }
    return out + '"';
  }

  function literal(value) {
    if (value instanceof tongban.Obj) {
      return "{…}";
    }
    if (Array.isArray(value)) {
      return "[…]";
    }
    if (typeof value !== "string") {
      return value instanceof tongban.Num ? cut(value.literal) : String(value);
    }
    var plain = quoted(value, false);
    return cut(UNSEEN.test(plain) ? quoted(value, true) : plain);
  }

  /* At most so many characters, counted as a person does. */
  function cut(text) {
    var points = tongban.bytes.points(text);
    return points.length <= SHOWN ? text : points.slice(0, SHOWN).map(tongban.bytes.character).join("") + "…";
  }

  function wrong(path, value, form) {
    return new tongban.Wrong(path, "应为" + form + "，现为 " + literal(value) + "。");
  }

  /* A key as a message may show it. */
  function shown(key) {
    return UNSEEN.test(key) ? literal(key) : key;
  }

  function obj(path, value, required, optional) {
    if (!(value instanceof tongban.Obj)) {
      throw wrong(path || "record", value, "一个对象");
    }
    var prefix = path ? path + "." : "";
    required.forEach(function (key) {
      if (!value.has(key)) {
        throw new tongban.Wrong(prefix + key, "缺少这一项。");
      }
    });
    value.keys.forEach(function (key) {
      if (required.indexOf(key) < 0 && (optional || []).indexOf(key) < 0) {
        throw new tongban.Wrong(prefix + shown(key), "格式里没有这一项。");
      }
    });
    return value;
  }

  function items(path, value) {
    if (!Array.isArray(value)) {
      throw wrong(path, value, "一个列表");
    }
    return value;
  }

  function integer(path, value, low, high) {
    var least = low === undefined ? -tongban.MAX_SAFE : low;
    var most = high === undefined ? tongban.MAX_SAFE : high;
    var large = value instanceof tongban.Num && value.whole;
    if (typeof value !== "number" && !large) {
      throw wrong(path, value, "整数");
    }
    if (large || value < least || value > most) {
      throw wrong(path, value, " " + least + " 到 " + most + " 之间的整数");
    }
    return value;
  }

  function text(path, value) {
    if (typeof value !== "string" || BLANK.test(value) || UNSEEN.test(value)) {
      throw wrong(path, value, "不含控制字符的非空文字");
    }
    return value;
  }

  function choice(path, value, words) {
    if (typeof value !== "string" || words.indexOf(value) < 0) {
      throw wrong(path, value, "以下之一：" + words.join("、"));
    }
    return value;
  }

  function matched(pattern, form) {
    return function (path, value) {
      if (typeof value !== "string" || !pattern.test(value)) {
        throw wrong(path, value, form);
      }
      return value;
    };
  }

  var INSTANT = "带微秒、以 Z 结尾的 UTC 时间";
  var timed = matched(
    /^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z$/, INSTANT
  );

  function instant(path, value) {
    var parts = timed(path, value).slice(0, 10).split("-").map(Number);
    var leap = (parts[0] % 4 === 0 && parts[0] % 100 !== 0) || parts[0] % 400 === 0;
    var days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][parts[1] - 1];
    if (parts[0] < 1 || !days || parts[2] < 1 || parts[2] > days) {
      throw wrong(path, value, INSTANT);
    }
    return value;
  }

  tongban.strict = {
    shown: shown, quoted: quoted, obj: obj, items: items, integer: integer, text: text, choice: choice,
    instant: instant,
    hex32: matched(/^[0-9a-f]{64}$/, " 64 位小写十六进制数字"),
    hex64: matched(/^[0-9a-f]{128}$/, " 128 位小写十六进制数字"),
    identifier: matched(/^[!-~]+$/, "不含空格的 ASCII 编号"),
    code: matched(/^[a-z][a-z0-9_]*$/, "小写字母代码")
  };
})(tongban);
