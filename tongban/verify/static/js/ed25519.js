/* Ed25519: does a signature fit a message and a public key (RFC 8032, section 5.1.7, without the cofactor, as
   OpenSSL does it). Only public values come in here, so nothing needs to take the same time.

   Numbers modulo p = 2^255 − 19 are 17 digits of 15 bits, the lowest first: 17 times 15 is 255, so what runs over
   the top comes back below times 19. Every sum of products stays far below 2^53, where doubles are exact. */
(function (tongban) {
  var SIZE = 17;
  var BASE = 32768;

  function digits(number) {
    var found = [number];
    while (found.length < SIZE) {
      found.push(0);
    }
    return found;
  }

  /* Digits below BASE again; the first may exceed it by a little. */
  function carried(sums) {
    for (var round = 0; round < 3; round += 1) {
      var carry = 0;
      for (var i = 0; i < SIZE; i += 1) {
        var whole = sums[i] + carry;
        carry = Math.floor(whole / BASE);
        sums[i] = whole - carry * BASE;
      }
      sums[0] += 19 * carry;
    }
    return sums;
  }

  function plus(a, b) {
    return carried(
      a.map(function (digit, i) {
        return digit + b[i];
      })
    );
  }

  /* Twice p is added digit by digit, so that no digit becomes negative. */
  function minus(a, b) {
    return carried(
      a.map(function (digit, i) {
        return digit - b[i] + 2 * (BASE - (i === 0 ? 19 : 1));
      })
    );
  }

  function times(a, b) {
    var sums = digits(0);
    for (var i = 0; i < SIZE; i += 1) {
      for (var j = 0; j < SIZE; j += 1) {
        var product = a[i] * b[j];
        sums[(i + j) % SIZE] += i + j < SIZE ? product : 19 * product;
      }
    }
    return carried(sums);
  }

  /* a to the power 2^n − m, for m up to 64. */
  function power(a, n, m) {
    var result = digits(1);
    for (var i = n - 1; i >= 0; i -= 1) {
      result = times(result, result);
      if (i >= 6 || ((64 - m) >> i) & 1) {
        result = times(result, a);
      }
    }
    return result;
  }

  function inverse(a) {
    return power(a, 255, 21);
  }

  /* The one way to write a number: below p. */
  function settled(a) {
    var low = carried(a.slice());
    var less = low.slice();
    less[0] += 19;
    for (var i = 0; i < SIZE - 1; i += 1) {
      less[i + 1] += Math.floor(less[i] / BASE);
      less[i] %= BASE;
    }
    if (less[SIZE - 1] >= BASE) {
      less[SIZE - 1] -= BASE;
      return less;
    }
    return low;
  }

  function same(a, b) {
    return settled(a).join() === settled(b).join();
  }

  function isOdd(a) {
    return settled(a)[0] % 2 === 1;
  }

  function negative(a) {
    return minus(digits(0), a);
  }

  function bit(bytes, place) {
    return (bytes[place >> 3] >> (place & 7)) & 1;
  }

  function fromBytes(bytes) {
    var found = digits(0);
    for (var place = 0; place < 255; place += 1) {
      found[Math.floor(place / 15)] += bit(bytes, place) << (place % 15);
    }
    return found;
  }

  function toBytes(a, sign) {
    var out = new Uint8Array(32);
    var low = settled(a);
    for (var place = 0; place < 255; place += 1) {
      out[place >> 3] |= ((low[Math.floor(place / 15)] >> (place % 15)) & 1) << (place & 7);
    }
    out[31] |= sign ? 128 : 0;
    return out;
  }

  /* The curve −x² + y² = 1 + d·x²·y², its base point, and a square root of −1; made when first needed. */
  var curve = null;

  function made() {
    if (!curve) {
      curve = {};
      curve.d = negative(times(wide(121665), inverse(wide(121666))));
      curve.root = power(digits(2), 253, 5);
      var y = times(digits(4), inverse(digits(5)));
      curve.base = fromY(y, false);
    }
    return curve;
  }

  function wide(number) {
    var found = digits(number % BASE);
    found[1] = Math.floor(number / BASE);
    return found;
  }

  /* The point with this y and an odd or even x; null if there is none. */
  function fromY(y, odd) {
    var square = times(y, y);
    var over = minus(square, digits(1));
    var ratio = times(over, inverse(plus(times(curve.d, square), digits(1))));
    var x = power(ratio, 252, 2);
    if (!same(times(x, x), ratio)) {
      x = times(x, curve.root);
    }
    if (!same(times(x, x), ratio)) {
      return null;
    }
    return point(isOdd(x) === odd ? x : negative(x), y);
  }

  function point(x, y) {
    return { x: x, y: y, z: digits(1), t: times(x, y) };
  }

  /* One formula that adds any two points, equal ones too. */
  function added(p, q) {
    var a = times(minus(p.y, p.x), minus(q.y, q.x));
    var b = times(plus(p.y, p.x), plus(q.y, q.x));
    var c = times(times(p.t, q.t), plus(curve.d, curve.d));
    var zz = times(p.z, q.z);
    var d = plus(zz, zz);
    var e = minus(b, a);
    var f = minus(d, c);
    var g = plus(d, c);
    var h = plus(b, a);
    return { x: times(e, f), y: times(g, h), z: times(f, g), t: times(e, h) };
  }

  /* s·P + k·Q, both scalars read bit by bit from the top. */
  function combined(s, p, k, q) {
    var table = [null, p, q, added(p, q)];
    var sum = point(digits(0), digits(1));
    for (var place = 255; place >= 0; place -= 1) {
      sum = added(sum, sum);
      var which = bit(s, place) + 2 * bit(k, place);
      if (which) {
        sum = added(sum, table[which]);
      }
    }
    return sum;
  }

  function packed(p) {
    var over = inverse(p.z);
    return toBytes(times(p.y, over), isOdd(times(p.x, over)));
  }

  /* The order of the base point, 2^252 + 27742317777372353535851937790883648493, the lowest byte first. */
  var ORDER = tongban.bytes.unhex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

  function below(a, b) {
    for (var i = 31; i >= 0; i -= 1) {
      if (a[i] !== b[i]) {
        return a[i] < b[i];
      }
    }
    return false;
  }

  /* 64 bytes modulo the order: doubled bit by bit from the top, the order taken away whenever it fits. */
  function reduced(bytes) {
    var rest = new Uint8Array(32);
    for (var place = 511; place >= 0; place -= 1) {
      var carry = bit(bytes, place);
      for (var i = 0; i < 32; i += 1) {
        carry += rest[i] * 2;
        rest[i] = carry & 255;
        carry >>= 8;
      }
      if (!below(rest, ORDER)) {
        var borrow = 0;
        for (var j = 0; j < 32; j += 1) {
          borrow += rest[j] - ORDER[j];
          rest[j] = borrow & 255;
          borrow >>= 8;
        }
      }
    }
    return rest;
  }

  /* Whether 64 bytes of signature fit the message under a public key of 32 bytes. */
  tongban.signed = function (key, signature, message) {
    made();
    var scalar = signature.subarray(32);
    var holder = fromY(fromBytes(key), key[31] > 127);
    if (!holder || !below(scalar, ORDER)) {
      return false;
    }
    var nonce = signature.subarray(0, 32);
    var challenge = reduced(tongban.sha512(tongban.bytes.join([nonce, key, message])));
    var turned = point(negative(holder.x), holder.y);
    var found = packed(combined(scalar, curve.base, challenge, turned));
    return tongban.bytes.hex(found) === tongban.bytes.hex(nonce);
  };
})(tongban);
