/* The list frozen at closing, tongban-closing/1 (docs/sealing.md): is what was frozen what was opened, and nothing
   else? */
(function (tongban) {
  var FORMAT = "tongban-closing/1";
  var KEYS = ["format", "need", "root", "leaves", "padding", "entries"];
  var ENTRY_KEYS = ["label", "entry", "seq", "value", "random", "nonce", "commitment"];
  var SMALLEST = 64;
  var GROWTH = 16;
  var NOT_THERE = "不在名单里：这一次提交后来被新的报价取代或撤回，或者没有进入开启的名单。";

  function digestList(path, value) {
    var met = Object.create(null);
    return tongban.strict.items(path, value).map(function (item, i) {
      var at = path + "[" + i + "]";
      var digest = tongban.strict.hex32(at, item);
      if (digest in met) {
        throw new tongban.Wrong(at, "与第 " + (met[digest] + 1) + " 项重复。");
      }
      met[digest] = i;
      return digest;
    });
  }

  function paddedSize(count) {
    var size = SMALLEST;
    while (size < count) {
      size *= GROWTH;
    }
    return size;
  }

  function entry(path, value) {
    var check = tongban.strict;
    check.obj(path, value, ENTRY_KEYS);
    var label = check.text(path + ".label", value.get("label"));
    check.identifier(path + ".entry", value.get("entry"));
    check.integer(path + ".seq", value.get("seq"), 1);
    if (value.get("value") !== null) {
      check.integer(path + ".value", value.get("value"));
    }
    check.hex32(path + ".random", value.get("random"));
    if (value.get("nonce") === null) {
      throw new tongban.Wrong(path + ".nonce", label + "的随机数没有公布，无法核对。");
    }
    check.hex32(path + ".nonce", value.get("nonce"));
    check.hex32(path + ".commitment", value.get("commitment"));
    return value;
  }

  function parse(raw) {
    var check = tongban.strict;
    check.obj("", raw, KEYS);
    check.choice("format", raw.get("format"), [FORMAT]);
    var made = { need: check.identifier("need", raw.get("need")), root: check.hex32("root", raw.get("root")) };
    made.leaves = digestList("leaves", raw.get("leaves"));
    if (made.leaves.length !== paddedSize(made.leaves.length)) {
      throw new tongban.Wrong("leaves", "应有 64、1024、16384 … 个值，现有 " + made.leaves.length + " 个。");
    }
    made.padding = digestList("padding", raw.get("padding"));
    made.entries = check.items("entries", raw.get("entries")).map(function (item, i) {
      return entry("entries[" + i + "]", item);
    });
    return made;
  }

  function canonicalEntry(need, one) {
    return tongban.canonical(
      tongban.object([
        ["need", need],
        ["entry", one.get("entry")],
        ["seq", one.get("seq")],
        ["value", one.get("value")],
        ["random", one.get("random")]
      ])
    );
  }

  function worth(value) {
    return value === null ? "不报价" : tongban.yuan(value);
  }

  /* The commitment of every opened entry, computed anew: a table from commitment to label. */
  function openedEntries(list, steps) {
    var labels = Object.create(null);
    var rows = list.entries.map(function (one, i) {
      var parts = ["tongban-entry/1", tongban.bytes.unhex(one.get("nonce")), canonicalEntry(list.need, one)];
      var bound = tongban.sha256hex(tongban.bytes.lp(parts));
      var written = one.get("commitment");
      if (bound !== written) {
        var why = one.get("label") + "开启的内容与承诺值不符：算得 " + bound + "，名单写的是 " + written + "。";
        throw tongban.differs("entries[" + i + "].commitment", why, [["算得", bound], ["名单写的是", written]]);
      }
      if (bound in labels) {
        throw tongban.differs("entries[" + i + "]", "与" + labels[bound] + "是同一份报名。");
      }
      labels[bound] = one.get("label");
      return [one.get("label"), one.get("entry"), String(one.get("seq")), worth(one.get("value")), bound];
    });
    var head = ["代称", "报名", "第几次", "报价", "承诺值"];
    var table = { title: "开启的报名", head: head, rows: rows };
    steps.pass(rows.length + " 份报名连同随机数算出的承诺值，都与名单所列相同。", [], rows.length ? [table] : []);
    return labels;
  }

  function paddingLeaves(list, steps) {
    var found = Object.create(null);
    list.padding.forEach(function (value, i) {
      found[tongban.sha256hex(tongban.bytes.lp(["tongban-padding/1", tongban.bytes.unhex(value)]))] = i;
    });
    steps.pass(list.padding.length + " 个填充值都给出了来历，里面藏不住报名。");
    return found;
  }

  /* Every leaf is an opened entry or proven padding, and the other way round. */
  function checkLeaves(list, labels, padding, steps) {
    var leaves = Object.create(null);
    list.leaves.forEach(function (leaf) {
      leaves[leaf] = true;
    });
    list.entries.forEach(function (one, i) {
      if (!(one.get("commitment") in leaves)) {
        var why = "开封的报名 " + one.get("commitment") + " 不在截止时的名单内。";
        throw tongban.differs("entries[" + i + "]", why);
      }
    });
    list.leaves.forEach(function (leaf, i) {
      if (!(leaf in labels) && !(leaf in padding)) {
        var why = "截止时的名单内有 " + leaf + "，既未开封，也不是填充值。";
        throw tongban.differs("leaves[" + i + "]", why);
      }
    });
    Object.keys(padding).forEach(function (leaf) {
      if (!(leaf in leaves)) {
        throw tongban.differs("padding[" + padding[leaf] + "]", "填充值 " + leaf + " 不在截止时的名单内。");
      }
    });
    steps.pass("截止时封存的 " + list.leaves.length + " 个值全部对上，没有多出、缺少或替换。");
  }

  function checkRoot(list, steps) {
    var sorted = list.leaves.slice().sort().map(tongban.bytes.unhex);
    var root = tongban.sha256hex(tongban.bytes.lp([FORMAT, list.need, tongban.merkleRoot(sorted)]));
    if (root !== list.root) {
      var shown = [["算得", root], ["名单写的是", list.root]];
      throw tongban.differs("root", "名单与截止时公布的根值不符：算得 " + root + "。", shown);
    }
    steps.pass("全部值算出的根值与名单所列相同。", [["算得", root]]);
  }

  function mine(list, labels) {
    return list.leaves.map(function (leaf) {
      return [leaf, leaf in labels ? "在名单里：就是" + labels[leaf] + "。" : "在名单里，是一个填充值，不是报名。"];
    });
  }

  function openedDigest(list) {
    return tongban.openedDigest(
      list.entries.map(function (one) {
        return [one.get("label"), one.get("random"), one.get("value")];
      })
    );
  }

  function compare(list, labels) {
    return [
      {
        title: "截止时公布的封存根值",
        no: "不同：这份名单不是截止时封存的那一份。",
        among: [[list.root, "相同：就是截止时封存的那一份。"]]
      },
      { title: "您的回执上的承诺值", no: NOT_THERE, among: mine(list, labels) }
    ];
  }

  tongban.kind({
    name: "closing",
    format: FORMAT,
    title: "封存名单",
    keys: KEYS,
    steps: [
      ["格式", "有一处缺了、多了或写法不对：文件不完整，或者被改动过。"],
      ["开启的报名", "开启的内容不是当时收到的那一份，或者承诺值被改过。"],
      ["填充值", ""],
      ["名单没有增减", "有报名被多放、漏掉或替换。"],
      ["封存根值", "这份名单不是截止时封存的那一份，或者根值被改过。"]
    ],
    check: function (raw, steps) {
      var list = parse(raw);
      steps.pass("各项齐全，写法正确。");
      var labels = openedEntries(list, steps);
      checkLeaves(list, labels, paddingLeaves(list, steps), steps);
      checkRoot(list, steps);
      var rest = list.leaves.length - list.entries.length;
      return {
        why:
          "封存名单成立。截止时封存的 " + list.leaves.length + " 个值里，" + list.entries.length +
          " 个是开启的报名，" + rest + " 个是填充值，没有多出、缺少或替换。",
        remarks: ["这份名单自身一致。它是不是截止时封存的那一份，请用下面的封存根值与截止时公布的核对。"],
        facts: [
          ["采购需求", list.need],
          ["开启的报名", list.entries.length + " 份"],
          ["填充值", rest + " 个"],
          ["封存根值", list.root]
        ],
        compare: compare(list, labels),
        links: [
          { wants: "commitment", need: list.need, among: mine(list, labels), no: NOT_THERE },
          { offers: "opened", need: list.need, value: openedDigest(list), title: "封存名单" }
        ]
      };
    }
  });
})(tongban);
