/* 随机抽取: the valid entries by id, shuffled (market/selection/draw.py). */
(function (tongban) {
  tongban.selection.method({
    name: "draw",
    title: "随机抽取",
    params: [],

    checkParams: function () {},

    checkEntry: function (path, entry) {
      if (entry.value !== null) {
        throw new tongban.Wrong(path + ".value", "随机抽取不报价，应为 null。");
      }
    },

    rank: function (entries, params, stream) {
      return stream.shuffle(tongban.selection.ids(entries).sort());
    }
  });
})(tongban);
