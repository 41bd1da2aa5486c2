/* Strict JSON. The browser's own JSON.parse takes a key twice, rounds long numbers and turns 1.0 into 1, and each
   of these would let two readers see two different records. It also cannot say where it stopped.

   Read are: text, true, false, null, whole numbers that are exact as numbers; tongban.Num for all other numbers;
   arrays; and tongban.Obj, which keeps the order of its keys. Errors name the same line and column as the
   commands, columns being counted in characters. */
(function (tongban) {
  var DEEPEST = 900;
  var MOST_DIGITS = 4300;
  var NUMBER = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/;
  var WORDS = [["null", null], ["true", true], ["false", false]];
  var NAMES = ["NaN", "Infinity", "-Infinity"];
  var ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

  /* A number that is no exact integer; `literal` is how a message shows it. */
  tongban.Num = function (literal, whole) {
    this.literal = literal;
    this.whole = whole;
  };

  tongban.Obj = function () {
    this.keys = [];
    this._values = Object.create(null);
  };

  tongban.Obj.prototype.has = function (key) {
    return key in this._values;
  };

  tongban.Obj.prototype.get = function (key) {
    return this._values[key];
  };

  tongban.Obj.prototype.set = function (key, value) {
    if (!this.has(key)) {
      this.keys.push(key);
    }
    this._values[key] = value;
    return this;
  };

  /* An object from [key, value] pairs. */
  tongban.object = function (pairs) {
    return pairs.reduce(function (made, pair) {
      return made.set(pair[0], pair[1]);
    }, new tongban.Obj());
  };

  /* A number with a fraction or an exponent as the commands print it: the fewest digits that mean this double. */
  function floatLiteral(value) {
    if (!isFinite(value)) {
      return value > 0 ? "Infinity" : value < 0 ? "-Infinity" : "NaN";
    }
    var sign = value < 0 || (value === 0 && 1 / value < 0) ? "-" : "";
    var parts = Math.abs(value).toExponential().split("e");
    var digits = parts[0].replace(".", "");
    var exponent = Number(parts[1]);
    if (exponent < -4 || exponent >= 16) {
      var size = Math.abs(exponent);
      return sign + parts[0] + (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + size;
    }
    if (exponent < 0) {
      return sign + "0." + zeros(-exponent - 1) + digits;
    }
    var whole = digits.slice(0, exponent + 1) + zeros(exponent + 1 - digits.length);
    return sign + whole + "." + (digits.slice(exponent + 1) || "0");
  }

  function zeros(count) {
    return count > 0 ? new Array(count + 1).join("0") : "";
  }

  function Reader(text) {
    this.text = text;
    this.at = 0;
  }

  Reader.prototype.stop = function (at) {
    var before = this.text.slice(0, at).split("\n");
    var column = tongban.bytes.points(before[before.length - 1]).length + 1;
    var where = "第 " + before.length + " 行第 " + column + " 个字符处";
    throw new tongban.Unreadable("不是 JSON 文件：" + where + "读不下去。");
  };

  Reader.prototype.blank = function () {
    while (/[ \t\n\r]/.test(this.text.charAt(this.at))) {
      this.at += 1;
    }
  };

  Reader.prototype.next = function () {
    return this.text.charAt(this.at);
  };

  Reader.prototype.takes = function (word) {
    if (this.text.substr(this.at, word.length) !== word) {
      return false;
    }
    this.at += word.length;
    return true;
  };

  Reader.prototype.value = function (depth) {
    if (depth > DEEPEST) {
      throw new tongban.Unreadable("不是可以读的 JSON 文件（nested too deeply）。");
    }
    var first = this.next();
    if (first === '"') {
      return this.string();
    }
    if (first === "{") {
      return this.object(depth);
    }
    return first === "[" ? this.list(depth) : this.plain();
  };

  Reader.prototype.plain = function () {
    for (var i = 0; i < WORDS.length; i += 1) {
      if (this.takes(WORDS[i][0])) {
        return WORDS[i][1];
      }
    }
    for (var j = 0; j < NAMES.length; j += 1) {
      if (this.takes(NAMES[j])) {
        return new tongban.Num(NAMES[j], false);
      }
    }
    return this.number();
  };

  Reader.prototype.number = function () {
    var end = this.at;
    while (/[-+.0-9eE]/.test(this.text.charAt(end))) {
      end += 1;
    }
    var match = NUMBER.exec(this.text.slice(this.at, end));
    if (!match) {
      this.stop(this.at);
    }
    this.at += match[0].length;
    if (match[2] || match[3]) {
      return new tongban.Num(floatLiteral(Number(match[0])), false);
    }
    if (match[1].length > MOST_DIGITS) {
      throw new tongban.Unreadable("不是可以读的 JSON 文件（" + match[1].length + " 位的数字太长）。");
    }
    var number = Number(match[0]) || 0;
    var exact = Math.abs(number) <= tongban.MAX_SAFE;
    return exact ? number : new tongban.Num(match[0], true);
  };

  Reader.prototype.string = function () {
    var start = this.at;
    var out = "";
    this.at += 1;
    for (;;) {
      var from = this.at;
      while (this.at < this.text.length && !/["\\\u0000-\u001f]/.test(this.next())) {
        this.at += 1;
      }
      out += this.text.slice(from, this.at);
      if (this.at >= this.text.length) {
        this.stop(start);
      }
      if (this.takes('"')) {
        return out;
      }
      if (this.next() !== "\\") {
        this.stop(this.at);
      }
      out += this.escape(start);
    }
  };

  Reader.prototype.escape = function (start) {
    var letter = this.text.charAt(this.at + 1);
    if (letter === "u") {
      var digits = this.text.substr(this.at + 2, 4);
      /* A string that ends with its escape has no closing quote: the escape is what the commands name. */
      if (!/^[0-9a-fA-F]{4}$/.test(digits) || this.at + 6 >= this.text.length) {
        this.stop(this.at + 1);
      }
      this.at += 6;
      return String.fromCharCode(parseInt(digits, 16));
    }
    if (!letter) {
      this.stop(start);
    }
    if (!Object.prototype.hasOwnProperty.call(ESCAPES, letter)) {
      this.stop(this.at);
    }
    this.at += 2;
    return ESCAPES[letter];
  };

  Reader.prototype.list = function (depth) {
    var found = [];
    this.at += 1;
    this.blank();
    if (this.takes("]")) {
      return found;
    }
    for (;;) {
      found.push(this.value(depth + 1));
      this.blank();
      if (this.takes("]")) {
        return found;
      }
      if (!this.takes(",")) {
        this.stop(this.at);
      }
      this.blank();
    }
  };

  Reader.prototype.object = function (depth) {
    var found = new tongban.Obj();
    var twice = null;
    this.at += 1;
    this.blank();
    if (this.takes("}")) {
      return found;
    }
    for (;;) {
      if (this.next() !== '"') {
        this.stop(this.at);
      }
      var key = this.string();
      this.blank();
      if (!this.takes(":")) {
        this.stop(this.at);
      }
      this.blank();
      twice = twice === null && found.has(key) ? key : twice;
      found.set(key, this.value(depth + 1));
      this.blank();
      if (this.takes("}")) {
        break;
      }
      if (!this.takes(",")) {
        this.stop(this.at);
      }
      this.blank();
    }
    if (twice !== null) {
      throw new tongban.Wrong(tongban.strict.shown(twice), "同一对象里出现两次。");
    }
    return found;
  };

  /* The value in a text. Throws tongban.Unreadable, or tongban.Wrong for a key that stands twice. */
  tongban.parse = function (text) {
    var reader = new Reader(text);
    reader.blank();
    var value = reader.value(0);
    reader.blank();
    if (reader.at < text.length) {
      reader.stop(reader.at);
    }
    return value;
  };
})(tongban);
