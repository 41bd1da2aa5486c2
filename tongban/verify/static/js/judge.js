/* From a text or its bytes to a verdict: which kind it is, and whether it holds. */
(function (tongban) {
  var DIFFERS = "本浏览器自带的加密模块算出的哈希与本页不同，结论不能相信。请换一个浏览器，或者用命令核验。";

  function empty() {
    return {
      ok: false, kind: null, title: "", why: "", meaning: "", first_bad: null, part: null, winner: null,
      reserves: [], failed: null, commit: null, remarks: [], facts: [], compare: [], links: [], steps: [],
      confirmed: null
    };
  }

  function filled(verdict, more) {
    Object.keys(more).forEach(function (key) {
      verdict[key] = more[key];
    });
    return verdict;
  }

  /* How sure it is that a value is of a kind: by its format field, or by the keys it has. */
  function likeness(kind, value) {
    if (kind.is ? kind.is(value) : value.get("format") === kind.format) {
      return Infinity;
    }
    return kind.keys.filter(function (key) {
      return value.has(key);
    }).length;
  }

  /* The kind a value is most like; null if it has next to nothing of any. */
  function kindOf(value) {
    if (!(value instanceof tongban.Obj)) {
      return null;
    }
    var best = null;
    var most = 2;
    tongban.kinds.forEach(function (kind) {
      var shared = likeness(kind, value);
      if (shared > most) {
        best = kind;
        most = shared;
      }
    });
    return best;
  }

  function unknown() {
    var titles = tongban.kinds.map(function (kind) {
      return kind.title + "（" + kind.format + "）";
    });
    var why = "认不出这是哪一种文件。本页能核验：" + titles.join("、") + "。";
    return filled(empty(), { first_bad: "format", why: "format：" + why, part: "format" });
  }

  function bad(wrong, more) {
    var part = wrong.differs ? wrong.path : "format";
    var verdict = { first_bad: wrong.path, why: wrong.path + "：" + wrong.why, part: part };
    return filled(filled(empty(), verdict), more);
  }

  function checked(kind, value) {
    var steps = new tongban.Steps(kind.steps);
    var known = { kind: kind.name, title: kind.title, steps: steps.list };
    try {
      return filled(filled(empty(), known), filled({ ok: true }, kind.check(value, steps)));
    } catch (wrong) {
      if (!(wrong instanceof tongban.Wrong)) {
        throw wrong;
      }
      known.meaning = kind.title + "不成立：" + steps.fail(wrong);
      return bad(wrong, known);
    }
  }

  function judge(input) {
    try {
      var text = typeof input === "string" ? input.replace(/^\ufeff/, "") : tongban.bytes.text(new Uint8Array(input));
      var value = tongban.parse(text);
      var kind = kindOf(value);
      return kind ? checked(kind, value) : unknown();
    } catch (error) {
      if (error instanceof tongban.Unreadable) {
        return filled(empty(), { kind: "unreadable", why: error.why });
      }
      if (error instanceof tongban.Wrong) {
        return bad(error, {});
      }
      throw error;
    }
  }

  /* Judge a text, or bytes, and call `done` with the verdict once the browser has confirmed its digests. */
  tongban.verify = function (input, done) {
    tongban.trace = [];
    var verdict = judge(input);
    var trace = tongban.trace;
    tongban.trace = null;
    tongban.confirm(trace, function (confirmed) {
      verdict.confirmed = confirmed;
      if (confirmed.by === "differs") {
        verdict = filled(empty(), { kind: verdict.kind, title: verdict.title, why: DIFFERS, confirmed: confirmed });
      }
      done(verdict);
    });
  };

  /* For programs: a promise of the verdict. */
  window.tongbanVerify = function (input) {
    return new window.Promise(function (resolve, reject) {
      try {
        tongban.verify(input, resolve);
      } catch (error) {
        reject(error);
      }
    });
  };
})(tongban);
