/* The time receipt, tongban-receipt/1 (docs/receipts.md): the same checks in the same order as the command. */
(function (tongban) {
  var FORMAT = "tongban-receipt/1";
  var KEYS = ["format", "number", "kind", "of", "region", "received", "commitment", "key", "signature"];
  var SHARED = ["need", "entry", "seq"];
  var COUNTS = ["seq", "size"];
  var KINDS = ["entry", "withdrawal", "refused_entry", "upload"];
  var OF = {
    entry: SHARED, withdrawal: SHARED, refused_entry: ["need", "reason"], upload: ["thing", "number", "file", "size"]
  };
  var OPENABLE = ["entry", "withdrawal"];
  var TITLES = {
    entry: "报名已收到", withdrawal: "撤回报名已收到", refused_entry: "提交已收到，未被接受", upload: "文件已收到"
  };
  var WORDS = {
    need: "采购需求", entry: "报名", seq: "第几次报价", reason: "未被接受的原因", thing: "事项", number: "编号",
    file: "文件名", size: "字节数"
  };
  var COMMITMENTS = {
    entry: "承诺值（报名内容）", withdrawal: "承诺值（所撤回的报名）", refused_entry: "提交内容的摘要",
    upload: "文件的 SHA-256"
  };

  function parsed(value) {
    var check = tongban.strict;
    check.obj("", value, KEYS, ["opening"]);
    check.choice("format", value.get("format"), [FORMAT]);
    check.identifier("number", value.get("number"));
    var kind = check.choice("kind", value.get("kind"), KINDS);
    var of = check.obj("of", value.get("of"), OF[kind]);
    OF[kind].forEach(function (name) {
      if (COUNTS.indexOf(name) < 0) {
        check.text("of." + name, of.get(name));
      } else {
        check.integer("of." + name, of.get(name), 1);
      }
    });
    check.identifier("region", value.get("region"));
    check.instant("received", value.get("received"));
    check.hex32("commitment", value.get("commitment"));
    check.hex32("key", value.get("key"));
    if (typeof value.get("signature") !== "string" || !/^[0-9a-f]{128}$/.test(value.get("signature"))) {
      throw new tongban.Wrong("signature", "应为 128 位小写十六进制数字。");
    }
    if (value.has("opening")) {
      parsedOpening(kind, value.get("opening"));
    }
  }

  function parsedOpening(kind, value) {
    if (OPENABLE.indexOf(kind) < 0) {
      throw new tongban.Wrong("opening", "这一种回执没有这一项。");
    }
    var opening = tongban.strict.obj("opening", value, ["nonce", "entry"]);
    tongban.strict.hex32("opening.nonce", opening.get("nonce"));
    if (!(opening.get("entry") instanceof tongban.Obj)) {
      throw new tongban.Wrong("opening.entry", "应为一个对象。");
    }
  }

  /* What is signed: everything but the signature and the entrant's own opening. */
  function signedPart(value) {
    return tongban.canonical(
      tongban.object(
        KEYS.slice(0, -1).map(function (key) {
          return [key, value.get(key)];
        })
      )
    );
  }

  function checkSignature(value, steps) {
    var bytes = tongban.bytes;
    var message = signedPart(value);
    var key = value.get("key");
    var signature = value.get("signature");
    var whole = bytes.lp([FORMAT, message]);
    var shown = [["签名的内容（规范 JSON）", bytes.text(message)], ["公钥", key], ["签名", signature]];
    if (!tongban.signed(bytes.unhex(key), bytes.unhex(signature), whole)) {
      throw new tongban.Wrong("signature", "签名与内容不符：内容被改动过，或者不是用这个公钥签的。", shown);
    }
    steps.pass("Ed25519 签名与内容、公钥相符：签名之后一个字都没有改过。", shown);
  }

  function checkOpening(value, steps) {
    var opening = value.get("opening");
    if (!opening) {
      steps.skip("这份回执没有附报名内容，只核对承诺值的签名。");
      return;
    }
    var entry = opening.get("entry");
    SHARED.forEach(function (name) {
      if (entry.get(name) !== value.get("of").get(name)) {
        throw new tongban.Wrong("opening.entry." + name, "与 of." + name + " 不一致。");
      }
    });
    tongban.exact(entry, "", "opening.entry.", 0);
    var canonical = tongban.canonical(entry);
    var parts = ["tongban-entry/1", tongban.bytes.unhex(opening.get("nonce")), canonical];
    var bound = tongban.sha256hex(tongban.bytes.lp(parts));
    var shown = [["随机数", opening.get("nonce")], ["报名内容（规范 JSON）", tongban.bytes.text(canonical)], ["算得", bound]];
    if (bound !== value.get("commitment")) {
      throw new tongban.Wrong("opening", "与承诺值不符：按随机数和报名内容算得 " + bound + "。", shown);
    }
    steps.pass("随附的报名内容与签了名的承诺值相符。这份文件含有报价，开启前不要给别人看。", shown);
  }

  /* Is the key one that this page carries as the site's own? Returns what a reader must know. */
  function checkKey(print, steps) {
    var known = tongban.siteKeys || [];
    if (known.indexOf(print) >= 0) {
      steps.pass("就是本页所载的本站公钥，指纹 " + print + "。");
      return [];
    }
    steps.skip("公钥指纹 " + print + "，请与网站公布的核对。");
    var same = "请核对公钥指纹 " + print + " 是否与网站公布的一致；不一致的，不是该网站出具的回执。";
    return known.length ? [same + "它不在本页所载的本站公钥之列。"] : [same];
  }

  function facts(value) {
    var of = value.get("of");
    var shown = [["回执号", value.get("number")], ["收到时间", tongban.beijing(value.get("received"))]];
    OF[value.get("kind")].forEach(function (name) {
      shown.push([WORDS[name], String(of.get(name))]);
    });
    if (value.has("opening") && typeof value.get("opening").get("entry").get("value") === "number") {
      shown.push(["报价", tongban.yuan(value.get("opening").get("entry").get("value"))]);
    }
    shown.push(["地区代码", value.get("region")], [COMMITMENTS[value.get("kind")], value.get("commitment")]);
    return shown;
  }

  tongban.kind({
    name: "receipt",
    format: FORMAT,
    title: "收件回执",
    keys: KEYS,
    steps: [
      ["格式", "有一处缺了、多了或写法不对：文件不完整，或者被改动过。"],
      ["签名", "内容、公钥或签名被改动过，或者不是用这个公钥签的。"],
      ["随附的报名内容", "随附的内容不是当时收到的那一份。"],
      ["签名的公钥", ""]
    ],
    check: function (value, steps) {
      parsed(value);
      steps.pass("各项齐全，写法正确。");
      checkSignature(value, steps);
      checkOpening(value, steps);
      var print = tongban.sha256hex(tongban.bytes.unhex(value.get("key"))).slice(0, 16);
      var remarks = checkKey(print, steps);
      var title = TITLES[value.get("kind")];
      return {
        why: "回执成立。" + title + "，收到时间为" + tongban.beijing(value.get("received")) + "。",
        remarks: remarks,
        facts: facts(value),
        compare: [
          {
            title: "网站公布的公钥或指纹", no: "不同：这份回执不是用这个公钥签的。",
            among: [[print, "相同：就是这个公钥。"], [value.get("key"), "相同：就是这个公钥。"]]
          }
        ],
        links: OPENABLE.indexOf(value.get("kind")) < 0 ? [] : [
          { offers: "commitment", need: value.get("of").get("need"), value: value.get("commitment"),
            title: "回执 " + value.get("number") }
        ],
        receipt: {
          kind: value.get("kind"), number: value.get("number"), received: value.get("received"),
          key: value.get("key"), fingerprint: print, opened: value.has("opening")
        }
      };
    }
  });
})(tongban);
