/* Chance that anyone can repeat, as market/selection/randomness.py: the stream of numbers of one seed. */
(function (tongban) {
  function Stream(seed) {
    this._seed = seed;
    this.used = 0;
    /* Every number drawn: [block's place, its 8 bytes, below what, the number]. */
    this.drawn = [];
  }

  /* The next block: the first 8 bytes of HMAC-SHA256(seed, its place as 8 bytes, big-endian). */
  Stream.prototype.block = function () {
    var place = tongban.bytes.join([tongban.bytes.uint32(0), tongban.bytes.uint32(this.used)]);
    this.used += 1;
    return tongban.hmac256(this._seed, place).subarray(0, 8);
  };

  /* What eight bytes, big-endian, leave modulo n (n at most 2^32: every step stays exact in a double). */
  function modulo(bytes, n) {
    var rest = 0;
    for (var i = 0; i < 8; i += 2) {
      rest = (rest * 65536 + bytes[i] * 256 + bytes[i + 1]) % n;
    }
    return rest;
  }

  /* 2^64 modulo n: as many of the highest blocks are refused, so that each number is equally likely. */
  function refused(n) {
    var rest = 1 % n;
    for (var i = 0; i < 4; i += 1) {
      rest = (rest * 65536) % n;
    }
    return rest;
  }

  /* Whether fewer than `count` blocks lie from this one to the highest, itself counted (count below 2^32). */
  function amongHighest(bytes, count) {
    var high = 0;
    var low = 0;
    for (var i = 0; i < 4; i += 1) {
      high = high * 256 + (255 - bytes[i]);
      low = low * 256 + (255 - bytes[i + 4]);
    }
    return high === 0 && low < count;
  }

  Stream.prototype.below = function (n) {
    for (;;) {
      var block = this.block();
      if (!amongHighest(block, refused(n))) {
        var number = modulo(block, n);
        this.drawn.push([this.used - 1, block, n, number]);
        return number;
      }
    }
  };

  Stream.prototype.shuffle = function (items) {
    var shuffled = items.slice();
    for (var i = 0; i < shuffled.length - 1; i += 1) {
      var j = i + this.below(shuffled.length - i);
      var kept = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = kept;
    }
    return shuffled;
  };

  /* What was drawn, as a table for readers; null where chance decided nothing. */
  Stream.prototype.table = function () {
    if (!this.drawn.length) {
      return null;
    }
    return {
      title: "每一次抽取",
      head: ["数据块", "块的数值", "抽取范围", "抽得"],
      rows: this.drawn.map(function (one) {
        return [String(one[0]), tongban.decimal(one[1]), "0 到 " + (one[2] - 1), String(one[3])];
      })
    };
  };

  tongban.Stream = Stream;
})(tongban);
