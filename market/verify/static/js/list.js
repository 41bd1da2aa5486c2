/* The list that is published before the public value of a draw is fixed: the first five parts of a record. Its
   digest is the snapshot, which must stand in the record later. */
(function (tongban) {
  var KEYS = tongban.selection.LIST_KEYS;

  function isList(value) {
    var more = tongban.selection.KEYS.slice(KEYS.length).some(function (key) {
      return value.has(key);
    });
    return value.get("format") === tongban.selection.FORMAT && value.has("entries") && !more;
  }

  function check(raw, steps) {
    tongban.strict.obj("", raw, KEYS);
    var list = tongban.selection.parseList(raw);
    steps.pass("各项齐全，写法正确：" + list.method.title + "，" + list.entries.length + " 家报名。");
    var canonical = tongban.canonical(list.listing);
    var snapshot = tongban.sha256hex(canonical);
    steps.pass("名单摘要由方法、参数和全部报名算出。", [["算得", snapshot], ["名单（规范 JSON）", tongban.bytes.text(canonical)]]);
    return {
      why: "名单写法正确，算得的名单摘要在下面。请与网站公布的核对。",
      remarks: ["这是选取之前公布的名单，还没有结果。结果公布后，把选取记录也放到这里，可以看到用的是不是这一份。"],
      facts: [
        ["采购需求", list.needId],
        ["选取方式", list.method.title],
        ["报名", list.entries.length + " 家，其中有效 " + tongban.selection.valid(list.entries).length + " 家"],
        ["名单摘要", snapshot]
      ],
      compare: [
        {
          title: "网站公布的名单摘要",
          no: "不同：这份名单不是公布摘要的那一份。",
          among: [[snapshot, "相同：就是公布的那一份。"]]
        }
      ],
      links: [
        { offers: "snapshot", need: list.needId, value: snapshot, title: "公布的名单" },
        tongban.selection.openedLink(list)
      ]
    };
  }

  tongban.kind({
    name: "list",
    format: tongban.selection.FORMAT,
    title: "公布的名单",
    keys: KEYS,
    is: isList,
    steps: [
      ["格式", "有一处缺了、多了或写法不对：文件不完整，或者被改动过。"],
      ["名单摘要", ""]
    ],
    check: check
  });
})(tongban);
