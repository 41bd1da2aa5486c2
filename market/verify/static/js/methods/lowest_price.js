/* 竞价选取（最低价）: the lowest quote wins, ties go along a stated chain (market/selection/lowest_price.py). */
(function (tongban) {
  /* What each step of a tie chain compares; smaller is better, hence the sign before credit. */
  var STEPS = {
    credit: function (entry) {
      return -entry.credit;
    },
    received: function (entry) {
      return entry.received;
    }
  };
  var CHAIN = ["credit", "received", "draw"];

  function compared(a, b, merits) {
    for (var i = 0; i < merits.length; i += 1) {
      var ours = merits[i](a);
      var theirs = merits[i](b);
      if (ours !== theirs) {
        return ours < theirs ? -1 : 1;
      }
    }
    return 0;
  }

  function quote(entry) {
    return entry.value;
  }

  tongban.selection.method({
    name: "lowest_price",
    title: "竞价选取（最低价）",
    params: ["ceiling", "tie_chain"],
    value: tongban.yuan,

    checkParams: function (params) {
      tongban.strict.integer("params.ceiling", params.get("ceiling"), 1);
      var chain = tongban.strict.items("params.tie_chain", params.get("tie_chain"));
      chain.forEach(function (step, i) {
        var path = "params.tie_chain[" + i + "]";
        tongban.strict.choice(path, step, CHAIN);
        if (chain.indexOf(step) < i) {
          throw new tongban.Wrong(path, step + " 重复出现。");
        }
      });
      if (chain[chain.length - 1] !== "draw") {
        throw new tongban.Wrong("params.tie_chain", "最后一步应为 draw（抽取）。");
      }
    },

    checkEntry: function (path, entry, params) {
      if (entry.status === "valid") {
        tongban.strict.integer(path + ".value", entry.value, 1, params.get("ceiling"));
      }
    },

    /* Each tied group, from the best, is taken by id and shuffled by the running stream. */
    rank: function (entries, params, stream) {
      var steps = params.get("tie_chain").filter(function (step) {
        return step !== "draw";
      });
      var merits = [quote].concat(
        steps.map(function (step) {
          return STEPS[step];
        })
      );
      var order = entries.slice().sort(function (a, b) {
        return compared(a, b, merits) || (a.id < b.id ? -1 : 1);
      });
      var ranking = [];
      for (var from = 0; from < order.length; ) {
        var to = from + 1;
        while (to < order.length && compared(order[from], order[to], merits) === 0) {
          to += 1;
        }
        ranking = ranking.concat(stream.shuffle(tongban.selection.ids(order.slice(from, to))));
        from = to;
      }
      return ranking;
    }
  });
})(tongban);
