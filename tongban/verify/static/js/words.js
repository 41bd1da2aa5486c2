/* How people read what documents hold: money, moments, long numbers. */
(function (tongban) {
  function two(number) {
    return ("0" + number).slice(-2);
  }

  /* 分 as 元 with thousands separators: 480000 is 4,800.00 元. */
  tongban.yuan = function (fen) {
    var size = String(Math.abs(fen));
    while (size.length < 3) {
      size = "0" + size;
    }
    var whole = size.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",");
    return (fen < 0 ? "−" : "") + whole + "." + size.slice(-2) + " 元";
  };

  /* A UTC instant with microseconds as people in China read it. */
  tongban.beijing = function (instant) {
    var parts = instant.split(/[-T:.Z]/).map(Number);
    var moment = new Date(0);
    moment.setUTCFullYear(parts[0], parts[1] - 1, parts[2]);
    moment.setUTCHours(parts[3] + 8, parts[4], parts[5]);
    if (moment.getUTCFullYear() > 9999) {
      return instant;
    }
    var day = moment.getUTCFullYear() + "年" + (moment.getUTCMonth() + 1) + "月" + moment.getUTCDate() + "日 ";
    var time = [moment.getUTCHours(), moment.getUTCMinutes(), moment.getUTCSeconds()].map(two).join(":");
    return "北京时间 " + day + time + "." + instant.slice(20, 26);
  };

  /* Eight bytes as a decimal number, which a double could not hold. */
  tongban.decimal = function (bytes) {
    var left = Array.prototype.slice.call(bytes);
    var out = "";
    while (left.some(Boolean)) {
      var rest = 0;
      left = left.map(function (byte) {
        var whole = rest * 256 + byte;
        rest = whole % 10;
        return Math.floor(whole / 10);
      });
      out = rest + out;
    }
    return out || "0";
  };
})(tongban);
