/* A verdict as people see it. Everything from a document goes in as text, never as markup. */
(function (tongban) {
  var STATES = { pass: ["✓", "通过"], fail: ["✗", "不对"], skip: ["–", "不适用"], open: ["·", "没有核到"] };
  var count = 0;

  /* An element with attributes and children; a child that is text becomes a text node. */
  function el(name, attributes, children) {
    var made = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) {
      made.setAttribute(key, attributes[key]);
    });
    (children || []).forEach(function (child) {
      if (child) {
        made.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
      }
    });
    return made;
  }

  function looksLikeDigest(text) {
    return /^[0-9a-f]{16,}$/.test(text);
  }

  function valueNode(text) {
    return looksLikeDigest(text) ? el("code", { "class": "digest" }, [text]) : document.createTextNode(text);
  }

  function factList(pairs) {
    var rows = pairs.map(function (pair) {
      return el("div", { "class": "facts__item" }, [
        el("dt", { "class": "facts__term" }, [pair[0]]),
        el("dd", { "class": "facts__value" }, [valueNode(pair[1])])
      ]);
    });
    return el("dl", { "class": "facts" }, rows);
  }

  function row(cells, name) {
    return el("tr", {}, cells.map(function (cell) {
      return el(name, name === "th" ? { scope: "col" } : {}, [valueNode(cell)]);
    }));
  }

  function tableNode(table) {
    var body = table.rows.map(function (cells) {
      return row(cells, "td");
    });
    return el("div", { "class": "sheet", tabindex: "0", role: "region", "aria-label": table.title }, [
      el("table", { "class": "sheet__table" }, [
        el("caption", {}, [table.title]),
        el("thead", {}, [row(table.head, "th")]),
        el("tbody", {}, body)
      ])
    ]);
  }

  function valueList(values) {
    var rows = values.map(function (pair) {
      return el("div", { "class": "values__item" }, [
        el("dt", {}, [pair[0]]),
        el("dd", {}, [el("code", {}, [pair[1]])])
      ]);
    });
    return values.length ? el("dl", { "class": "values" }, rows) : null;
  }

  function stepNode(step) {
    var state = STATES[step.state];
    var details = null;
    if (step.values.length || step.tables.length) {
      var parts = [el("summary", {}, ["看数值"]), valueList(step.values)].concat(step.tables.map(tableNode));
      details = el("details", { "class": "step__details" }, parts);
      details.open = step.state === "fail";
    }
    return el("li", { "class": "step step--" + step.state }, [
      el("span", { "class": "step__mark", "aria-hidden": "true" }, [state[0]]),
      el("div", { "class": "step__body" }, [
        el("p", { "class": "step__title" }, [step.title, el("span", { "class": "step__word" }, [state[1]])]),
        step.note ? el("p", { "class": "step__note" }, [step.note]) : null,
        details
      ])
    ]);
  }

  /* A box to paste a published value into; it answers at once. */
  function compareNode(compare) {
    count += 1;
    var id = "compare-" + count;
    var input = el("input", { "class": "compare__input", id: id, type: "text", spellcheck: "false", autocomplete: "off" });
    var answer = el("p", { "class": "compare__answer", role: "status" });
    input.addEventListener("input", function () {
      var typed = input.value.replace(/\s/g, "").toLowerCase();
      var found = among(compare, typed);
      answer.textContent = typed ? (found ? "✓ " + found[1] : "✗ " + compare.no) : "";
      answer.className = "compare__answer" + (typed ? (found ? " is-same" : " is-other") : "");
    });
    return el("div", { "class": "compare" }, [
      el("label", { "class": "compare__label", "for": id }, [compare.title]), input, answer
    ]);
  }

  function remarkNode(remarks) {
    var lines = remarks.map(function (remark) {
      return el("p", {}, [remark]);
    });
    var word = el("p", { "class": "notice__word" }, [el("strong", {}, ["注意"])]);
    return remarks.length ? el("div", { "class": "notice notice--wait" }, [word].concat(lines)) : null;
  }

  function confirmedText(confirmed) {
    if (!confirmed || !confirmed.count) {
      return "哈希由本页自己的代码算出；这个浏览器没有提供加密模块，没有第二次计算。";
    }
    var again = confirmed.count < confirmed.of ? "抽出 " + confirmed.count + " 次重算" : "又算了 " + confirmed.count + " 次";
    return "哈希由本页自己的代码算出，浏览器自带的加密模块" + again + "，全部相同。";
  }

  function headNode(verdict, source) {
    var words = verdict.ok ? ["成立", "done"] : verdict.kind === "unreadable" ? ["读不出", "late"] : ["不成立", "late"];
    if (!verdict.kind) {
      words[0] = verdict.part ? words[0] : "认不出";
    }
    var title = verdict.title ? verdict.title + " · " : "";
    return el("header", { "class": "result__head" }, [
      el("p", { "class": "result__source" }, [title + source]),
      el("p", { "class": "result__state" }, [
        el("span", { "class": "state state--" + words[1] }, [
          el("span", { "class": "state__mark", "aria-hidden": "true" }), words[0]
        ])
      ]),
      el("h2", { "class": "result__why" }, [verdict.meaning || verdict.why])
    ]);
  }

  /* Documents of one need that lie here together are compared with each other. */
  tongban.showLinks = function (shown) {
    shown.forEach(function (one) {
      var box = one.node.querySelector(".result__links");
      if (box) {
        box.textContent = "";
        linksOf(one, shown).forEach(function (line) {
          box.appendChild(line);
        });
        box.hidden = !box.firstChild;
      }
    });
  };

  function linksOf(one, shown) {
    var lines = [];
    one.verdict.links.forEach(function (want) {
      shown.forEach(function (other) {
        other.verdict.links.forEach(function (offer) {
          if (want.wants && want.wants === offer.offers && want.need === offer.need) {
            var found = among(want, offer.value);
            var words = (found ? "✓ " + found[1] : "✗ " + want.no) + "（" + offer.title + "）";
            lines.push(el("p", { "class": found ? "is-same" : "is-other" }, [words]));
          }
        });
      });
    });
    return lines;
  }

  function among(compare, value) {
    return compare.among.filter(function (pair) {
      return pair[0] === value;
    })[0];
  }

  function badNode(verdict) {
    if (verdict.ok || !verdict.first_bad) {
      return null;
    }
    return el("p", { "class": "result__bad" }, ["第一处不对：", el("code", {}, [verdict.first_bad])]);
  }

  /* The card of one document. */
  tongban.show = function (verdict, source) {
    var steps = verdict.steps.map(stepNode);
    var links = el("div", { "class": "result__links", hidden: "" });
    var parts = [headNode(verdict, source), badNode(verdict), links, remarkNode(verdict.remarks)];
    if (verdict.facts.length) {
      parts.push(factList(verdict.facts));
    }
    if (verdict.compare.length) {
      var boxes = [el("h3", {}, ["与公布的核对"])].concat(verdict.compare.map(compareNode));
      parts.push(el("section", { "class": "compares" }, boxes));
    }
    if (steps.length) {
      parts.push(el("h3", {}, ["逐步核对"]), el("ol", { "class": "steps" }, steps));
      parts.push(el("p", { "class": "result__confirmed" }, [confirmedText(verdict.confirmed)]));
    }
    var tone = verdict.ok ? "ok" : "bad";
    return el("article", { "class": "panel result result--" + tone, tabindex: "-1" }, parts);
  };

  tongban.el = el;
})(tongban);
