/* Bytes: UTF-8, hexadecimal digits, and parts behind their lengths. */
(function (tongban) {
  var DIGITS = "0123456789abcdef";

  /* The code points of a text; halves of surrogate pairs that stand alone count as themselves. */
  function points(text) {
    var found = [];
    for (var i = 0; i < text.length; i += 1) {
      var unit = text.charCodeAt(i);
      var next = i + 1 < text.length ? text.charCodeAt(i + 1) : 0;
      if (unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00 && next < 0xe000) {
        found.push(0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00));
        i += 1;
      } else {
        found.push(unit);
      }
    }
    return found;
  }

  function utf8(text) {
    var out = [];
    points(text).forEach(function (point) {
      if (point < 0x80) {
        out.push(point);
      } else if (point < 0x800) {
        out.push(0xc0 | (point >> 6), 0x80 | (point & 63));
      } else if (point < 0x10000) {
        if (point >= 0xd800 && point < 0xe000) {
          throw new Error("half a surrogate pair");
        }
        out.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
      } else {
        out.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
      }
    });
    return new Uint8Array(out);
  }

  function character(point) {
    if (point < 0x10000) {
      return String.fromCharCode(point);
    }
    return String.fromCharCode(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
  }

  /* How many bytes follow the first one, the bits it carries, and the least code point of that length. */
  function leading(byte) {
    if (byte < 0x80) {
      return [0, byte, 0];
    }
    if (byte >= 0xc2 && byte < 0xe0) {
      return [1, byte & 31, 0x80];
    }
    if (byte >= 0xe0 && byte < 0xf0) {
      return [2, byte & 15, 0x800];
    }
    return byte >= 0xf0 && byte < 0xf5 ? [3, byte & 7, 0x10000] : null;
  }

  /* The code point at a place and how many bytes it takes; null where these bytes are not UTF-8. */
  function pointAt(bytes, at) {
    var lead = leading(bytes[at]);
    if (!lead || at + lead[0] >= bytes.length) {
      return null;
    }
    var point = lead[1];
    for (var i = 1; i <= lead[0]; i += 1) {
      if ((bytes[at + i] & 0xc0) !== 0x80) {
        return null;
      }
      point = (point << 6) | (bytes[at + i] & 63);
    }
    var fits = point >= lead[2] && point < 0x110000 && (point < 0xd800 || point >= 0xe000);
    return fits ? [point, lead[0] + 1] : null;
  }

  /* The text in UTF-8 bytes; a mark of byte order before it is passed over. */
  function text(bytes) {
    var start = bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    var out = [];
    for (var at = start; at < bytes.length; ) {
      var found = pointAt(bytes, at);
      if (!found) {
        throw new tongban.Unreadable("不是 UTF-8 文件：第 " + (at - start + 1) + " 个字节读不出。");
      }
      out.push(character(found[0]));
      at += found[1];
    }
    return out.join("");
  }

  function hex(bytes) {
    var out = "";
    for (var i = 0; i < bytes.length; i += 1) {
      out += DIGITS.charAt(bytes[i] >> 4) + DIGITS.charAt(bytes[i] & 15);
    }
    return out;
  }

  function unhex(digits) {
    var out = new Uint8Array(digits.length / 2);
    for (var i = 0; i < out.length; i += 1) {
      out[i] = parseInt(digits.substr(2 * i, 2), 16);
    }
    return out;
  }

  function join(parts) {
    var size = parts.reduce(function (sum, part) {
      return sum + part.length;
    }, 0);
    var out = new Uint8Array(size);
    var at = 0;
    parts.forEach(function (part) {
      out.set(part, at);
      at += part.length;
    });
    return out;
  }

  function uint32(number) {
    return new Uint8Array([number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255]);
  }

  /* Each part behind its length as four bytes, big-endian; text enters as UTF-8. */
  function lp(parts) {
    var out = [];
    parts.forEach(function (part) {
      var bytes = typeof part === "string" ? utf8(part) : part;
      out.push(uint32(bytes.length), bytes);
    });
    return join(out);
  }

  tongban.bytes = {
    points: points, character: character, utf8: utf8, text: text,
    hex: hex, unhex: unhex, join: join, uint32: uint32, lp: lp
  };
})(tongban);
