/* Canonical JSON (RFC 8785) of text, exact integers, true, false, null, lists and objects; and Merkle roots. */
(function (tongban) {
  /* Deeper nesting than any of our documents has; the same limit as tongban/canonical.py. */
  var DEEPEST = 64;

  function hasLone(text) {
    return tongban.bytes.points(text).some(function (point) {
      return point >= 0xd800 && point < 0xe000;
    });
  }

  function written(value) {
    if (value instanceof tongban.Obj) {
      /* The RFC sorts by UTF-16 code units, as sort() does by itself. */
      var members = value.keys.slice().sort().map(function (key) {
        return tongban.strict.quoted(key, false) + ":" + written(value.get(key));
      });
      return "{" + members.join(",") + "}";
    }
    if (Array.isArray(value)) {
      return "[" + value.map(written).join(",") + "]";
    }
    if (typeof value === "string") {
      return tongban.strict.quoted(value, false);
    }
    if (value instanceof tongban.Num) {
      throw new Error("no exact form: " + value.literal);
    }
    return String(value);
  }

  tongban.canonical = function (value) {
    return tongban.bytes.utf8(written(value));
  };

  /* Whether a value has an exact form; throws tongban.Wrong naming the place that has none. */
  tongban.exact = function (value, path, prefix, depth) {
    var lone = typeof value === "string" && hasLone(value);
    if (depth > DEEPEST || value instanceof tongban.Num || lone) {
      throw new tongban.Wrong(prefix + (path || "value"), "没有唯一的规范写法。");
    }
    if (Array.isArray(value)) {
      value.forEach(function (item, i) {
        tongban.exact(item, path + "[" + i + "]", prefix, depth + 1);
      });
    } else if (value instanceof tongban.Obj) {
      value.keys.forEach(function (key) {
        tongban.exact(key, path, prefix, depth);
        tongban.exact(value.get(key), path ? path + "." + key : key, prefix, depth + 1);
      });
    }
  };

  /* The root over the leaves in the order given (RFC 6962, section 2.1). */
  tongban.merkleRoot = function (leaves) {
    var join = tongban.bytes.join;
    var level = leaves.map(function (leaf) {
      return tongban.sha256(join([[0], leaf]));
    });
    while (level.length > 1) {
      var above = [];
      for (var i = 0; i + 1 < level.length; i += 2) {
        above.push(tongban.sha256(join([[1], level[i], level[i + 1]])));
      }
      level = level.length % 2 ? above.concat([level[level.length - 1]]) : above;
    }
    return level.length ? level[0] : tongban.sha256(new Uint8Array(0));
  };

  tongban.sha256hex = function (bytes) {
    return tongban.bytes.hex(tongban.sha256(bytes));
  };
})(tongban);
