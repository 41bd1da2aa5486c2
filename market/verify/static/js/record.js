/* Does a selection record hold? Everything is computed again, in the order of market/selection/verify.py. */
(function (tongban) {
  var SOURCES = { witness: "见证人", notary: "公证员", notice: "公告事先指定" };

  function same(path, computed, written, from) {
    if (computed !== written) {
      throw tongban.differs(
        path,
        "与" + from + "不符：按" + from + "算得 " + computed + "，记录写的是 " + written + "。",
        [["算得", computed], ["记录写的是", written]]
      );
    }
  }

  /* Commitment, snapshot and seed are all computed before the first is compared. */
  function digests(record) {
    var bytes = tongban.bytes;
    var secret = bytes.unhex(record.secret);
    var commit = tongban.sha256hex(bytes.lp(["tongban-commit/1", secret]));
    var snapshot = tongban.sha256(tongban.canonical(record.listing));
    var beacon = record.beacon ? record.beacon.value : "";
    var seed = tongban.sha256(bytes.lp(["tongban-seed/1", secret, record.needId, snapshot, beacon]));
    return { commit: commit, snapshot: bytes.hex(snapshot), seed: seed };
  }

  function checkDigests(record, found, steps) {
    same("commit", found.commit, record.commit, "secret");
    steps.pass("公告承诺值就是这个密钥的摘要，发布之后没有换过。", [["密钥 secret", record.secret], ["算得", found.commit]]);
    same("snapshot", found.snapshot, record.snapshot, "公布的名单");
    steps.pass("名单摘要由方法、参数和全部 " + record.entries.length + " 家报名算出，名单没有改过。", [
      ["算得", found.snapshot],
      ["名单（规范 JSON）", tongban.bytes.text(tongban.canonical(record.listing))]
    ]);
    same("seed", tongban.bytes.hex(found.seed), record.seed, "secret、名单和公开随机值");
    var beacon = record.beacon ? record.beacon.value : "没有";
    steps.pass("种子由密钥、需求编号、名单摘要和公开随机值（信标）算出。", [["公开随机值（信标）", beacon], ["算得", record.seed]]);
  }

  /* Why there is no ranking; null where there is one. */
  function failure(record, valid) {
    var minimum = record.params.get("minimum");
    if (valid.length >= minimum) {
      return null;
    }
    if (!record.entries.length) {
      return { reason: "no_entry", why: "没有人报名，流标。" };
    }
    if (!valid.length) {
      return { reason: "all_invalid", why: "所有报名均无效，流标。" };
    }
    return {
      reason: "below_minimum",
      why: "有效报名 " + valid.length + " 家，少于最低 " + minimum + " 家，流标。"
    };
  }

  function checkRanking(computed, written) {
    if (computed.length !== written.length) {
      var counts = "应有 " + computed.length + " 名，记录列出 " + written.length + " 名。";
      throw tongban.differs("ranking", counts, [["算得", computed.join("、")], ["记录写的是", written.join("、")]]);
    }
    computed.forEach(function (ours, i) {
      if (ours !== written[i]) {
        throw tongban.differs("ranking", "第 " + (i + 1) + " 名算得 " + ours + "，记录写的是 " + written[i] + "。", [
          ["算得", computed.join("、")],
          ["记录写的是", written.join("、")]
        ]);
      }
    });
  }

  function remarks(record, used) {
    if (!record.beacon) {
      if (used) {
        return ["没有公开随机值：名单公布后没有第三方确定的数值参与抽取，平台理论上可以操纵抽取结果。"];
      }
      return ["没有公开随机值：凡用到抽取之处，平台理论上可以操纵；本次没有用到抽取，结果不受影响。"];
    }
    var code = record.beacon.source;
    var known = Object.prototype.hasOwnProperty.call(SOURCES, code);
    var named = known ? SOURCES[code] + "（" + code + "）" : code + "（不在已知来源之列）";
    var at = record.beacon.at;
    var found = ["公开随机值的来源为" + named + "，时间为 " + at + "。这两项没有摘要约束，请与公告核对。"];
    var early = record.entries.some(function (entry) {
      return at < entry.received;
    });
    if (early) {
      found.push("公开随机值的时间早于某项报名的收到时间：它应在名单公布之后确定。");
    }
    return found;
  }

  function labelled(record, id) {
    var label = record.entries.filter(function (entry) {
      return entry.id === id;
    })[0].label;
    return id + "（" + label + "）";
  }

  function rankTable(record, ranking) {
    var valued = record.method.value;
    var byId = {};
    record.entries.forEach(function (entry) {
      byId[entry.id] = entry;
    });
    return {
      title: "名次",
      head: ["名次", "编号", "代称"].concat(valued ? ["报价", "信用分", "收到（北京时间）"] : []),
      rows: ranking.map(function (id, i) {
        var entry = byId[id];
        var more = valued ? [valued(entry.value), String(entry.credit), tongban.beijing(entry.received).replace("北京时间 ", "")] : [];
        return [String(i + 1), id, entry.label].concat(more);
      })
    };
  }

  function facts(record, ranking, reserves, failed) {
    var valid = tongban.selection.valid(record.entries).length;
    var counted = record.entries.length + " 家，其中有效 " + valid + " 家，最低 " + record.params.get("minimum") + " 家";
    var shown = [["采购需求", record.needId], ["选取方式", record.method.title], ["报名", counted]];
    if (failed) {
      shown.push(["结果", failed.why]);
    } else {
      shown.push(["中选", labelled(record, ranking[0])]);
      shown.push([
        "候补",
        reserves.length
          ? reserves
              .map(function (id) {
                return labelled(record, id);
              })
              .join("、")
          : "没有"
      ]);
    }
    shown.push(["公开随机值", record.beacon ? record.beacon.value : "没有"], ["公告承诺值", record.commit]);
    return shown;
  }

  function check(raw, steps) {
    var record = tongban.selection.parse(raw);
    steps.pass("各项齐全，写法正确：" + record.method.title + "，" + record.entries.length + " 家报名。");
    var found = digests(record);
    checkDigests(record, found, steps);
    var valid = tongban.selection.valid(record.entries);
    var stream = new tongban.Stream(found.seed);
    var failed = failure(record, valid);
    var ranking = failed ? [] : record.method.rank(valid, record.params, stream);
    if (failed && record.ranking.length) {
      throw tongban.differs("ranking", failed.why + "记录却列出了名次。");
    }
    checkRanking(ranking, record.ranking);
    var count = record.params.has("reserves") ? record.params.get("reserves") : ranking.length;
    var reserves = ranking.slice(1, 1 + count);
    var chance = stream.used ? "用到 " + stream.used + " 个数据块。" : "没有用到抽取。";
    var note = failed ? failed.why : "重新排出的 " + ranking.length + " 名与记录完全相同；" + chance;
    steps.pass(note, [], [stream.table(), failed ? null : rankTable(record, ranking)].filter(Boolean));
    return {
      why: failed ? "记录成立。" + failed.why : "记录成立。中选：" + labelled(record, ranking[0]) + "。",
      winner: failed ? null : ranking[0],
      reserves: reserves,
      failed: failed ? failed.reason : null,
      commit: record.commit,
      remarks: remarks(record, stream.used),
      facts: facts(record, ranking, reserves, failed),
      compare: [
        {
          title: "公告里的承诺值",
          no: "不同：这份记录用的不是公告时定下的密钥。",
          among: [[record.commit, "相同：公告发布时密钥就定下了。"]]
        }
      ],
      links: [
        {
          wants: "snapshot",
          need: record.needId,
          no: "用的不是公布的那份名单。",
          among: [[record.snapshot, "用的就是公布的那份名单。"]]
        },
        tongban.selection.openedLink(record)
      ]
    };
  }

  tongban.kind({
    name: "selection",
    format: tongban.selection.FORMAT,
    title: "选取记录",
    keys: tongban.selection.KEYS,
    steps: [
      ["格式", "有一处缺了、多了或写法不对：文件不完整，或者被改动过。"],
      ["公告承诺值", "公布的密钥不是发布公告时定下的那一个，或者两者之一被改过。"],
      ["名单摘要", "名单、方法或参数里有一处与公布名单时不同，或者摘要被改过。"],
      ["种子", "公开随机值（信标）、需求编号或种子被改过。"],
      ["名次", "按种子重新排出的次序与记录不同：名次被改过。"]
    ],
    check: check
  });
})(tongban);
