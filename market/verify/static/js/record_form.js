/* The form of a selection record, tongban-selection/1: every key checked, the first wrong one named, in the same
   order and with the same words as market/selection/parse.py. */
(function (tongban) {
  var FORMAT = "tongban-selection/1";
  var KEYS = [
    "format", "need_id", "method", "params", "entries", "secret", "commit", "snapshot", "beacon", "seed", "ranking"
  ];
  /* What is published before the draw, and what the snapshot covers. */
  var LIST_KEYS = KEYS.slice(0, 5);
  var ENTRY_KEYS = ["id", "label", "nonce", "status", "reason", "value", "credit", "received"];
  var BEACON_KEYS = ["value", "source", "at"];
  var methods = [];

  function named(name) {
    return methods.filter(function (method) {
      return method.name === name;
    })[0];
  }

  function names() {
    return methods.map(function (method) {
      return method.name;
    });
  }

  function params(method, value) {
    var check = tongban.strict;
    var found = check.obj("params", value, ["minimum"].concat(method.params.slice().sort()), ["reserves"]);
    check.integer("params.minimum", found.get("minimum"), 1);
    if (found.has("reserves")) {
      check.integer("params.reserves", found.get("reserves"), 0);
    }
    method.checkParams(found);
    return found;
  }

  function entry(path, value) {
    var check = tongban.strict;
    check.obj(path, value, ENTRY_KEYS);
    check.identifier(path + ".id", value.get("id"));
    check.text(path + ".label", value.get("label"));
    check.hex32(path + ".nonce", value.get("nonce"));
    if (check.choice(path + ".status", value.get("status"), ["valid", "excluded"]) === "excluded") {
      check.code(path + ".reason", value.get("reason"));
    } else if (value.get("reason") !== null) {
      throw new tongban.Wrong(path + ".reason", "有效的报名不应有排除原因。");
    }
    if (value.get("value") !== null) {
      check.integer(path + ".value", value.get("value"));
    }
    check.integer(path + ".credit", value.get("credit"));
    check.instant(path + ".received", value.get("received"));
    return ENTRY_KEYS.reduce(function (made, key) {
      made[key] = value.get(key);
      return made;
    }, {});
  }

  function entries(method, rules, value) {
    var found = [];
    var labels = [];
    tongban.strict.items("entries", value).forEach(function (item, i) {
      var path = "entries[" + i + "]";
      var one = entry(path, item);
      var last = found.length ? found[found.length - 1].id : "";
      if (one.id === last) {
        throw new tongban.Wrong(path + ".id", "编号 " + one.id + " 重复。");
      }
      if (one.id < last) {
        throw new tongban.Wrong(path + ".id", "各项应按编号升序排列。");
      }
      if (labels.indexOf(one.label) >= 0) {
        throw new tongban.Wrong(path + ".label", "代称 " + one.label + " 重复。");
      }
      method.checkEntry(path, one, rules);
      labels.push(one.label);
      found.push(one);
    });
    return found;
  }

  function beacon(value) {
    if (value === null) {
      return null;
    }
    tongban.strict.obj("beacon", value, BEACON_KEYS);
    return {
      value: tongban.strict.text("beacon.value", value.get("value")),
      source: tongban.strict.code("beacon.source", value.get("source")),
      at: tongban.strict.instant("beacon.at", value.get("at"))
    };
  }

  function ranking(value) {
    return tongban.strict.items("ranking", value).map(function (item, i) {
      return tongban.strict.identifier("ranking[" + i + "]", item);
    });
  }

  /* One digest over [label, random value, value], in the order of the labels: by it a record and the list frozen
     at closing are laid side by side. */
  tongban.openedDigest = function (rows) {
    var ordered = rows.slice().sort(function (a, b) {
      return a[0] < b[0] ? -1 : 1;
    });
    return tongban.sha256hex(tongban.canonical(ordered));
  };

  /* The list that the snapshot covers, with every part in its form. */
  function parseList(raw) {
    tongban.strict.choice("format", raw.get("format"), [FORMAT]);
    var made = { needId: tongban.strict.text("need_id", raw.get("need_id")) };
    made.method = named(tongban.strict.choice("method", raw.get("method"), names()));
    made.params = params(made.method, raw.get("params"));
    made.entries = entries(made.method, made.params, raw.get("entries"));
    made.listing = tongban.object(
      LIST_KEYS.map(function (key) {
        return [key, raw.get(key)];
      })
    );
    return made;
  }

  tongban.selection = {
    FORMAT: FORMAT,
    KEYS: KEYS,
    LIST_KEYS: LIST_KEYS,
    parseList: parseList,

    /* Adds a way of selecting: {name, title, params, value, checkParams, checkEntry, rank}; `value` writes an
       entry's value for people and is left out where there is none. */
    method: function (method) {
      methods.push(method);
    },

    ids: function (list) {
      return list.map(function (one) {
        return one.id;
      });
    },

    valid: function (list) {
      return list.filter(function (one) {
        return one.status === "valid";
      });
    },

    /* What the list frozen at closing must have opened: closing.js offers the same digest. */
    openedLink: function (list) {
      var rows = list.entries.map(function (entry) {
        return [entry.label, entry.nonce, entry.value];
      });
      return {
        wants: "opened",
        need: list.needId,
        no: "与封存名单里开启的报名不同：代称、随机值或报价有出入。",
        among: [[tongban.openedDigest(rows), "与封存名单里开启的报名逐一相同（代称、随机值、报价）。"]]
      };
    },

    /* A record with every part in its form. */
    parse: function (raw) {
      var check = tongban.strict;
      check.obj("", raw, KEYS);
      var made = parseList(raw);
      ["secret", "commit", "snapshot"].forEach(function (key) {
        made[key] = check.hex32(key, raw.get(key));
      });
      made.beacon = beacon(raw.get("beacon"));
      made.seed = check.hex32("seed", raw.get("seed"));
      made.ranking = ranking(raw.get("ranking"));
      return made;
    }
  };
})(tongban);
