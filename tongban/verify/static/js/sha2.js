/* SHA-256, SHA-512 and HMAC-SHA256 (FIPS 180-4, RFC 2104), in plain arithmetic on 32-bit words.

   Computed here and not by the browser: crypto.subtle is missing on plain http and in old browsers. Where it is
   offered, confirm.js has it compute the same digests again. */
(function (tongban) {
  /* The first 64 bits of the fractional parts of the cube roots of the first 80 primes, and of the square roots
     of the first 8. SHA-256 uses the first 32 bits of the same numbers. */
  var CUBES = words(
    "428a2f98d728ae227137449123ef65cdb5c0fbcfec4d3b2fe9b5dba58189dbbc3956c25bf348b53859f111f1b605d019" +
    "923f82a4af194f9bab1c5ed5da6d8118d807aa98a303024212835b0145706fbe243185be4ee4b28c550c7dc3d5ffb4e2" +
    "72be5d74f27b896f80deb1fe3b1696b19bdc06a725c71235c19bf174cf692694e49b69c19ef14ad2efbe4786384f25e3" +
    "0fc19dc68b8cd5b5240ca1cc77ac9c652de92c6f592b02754a7484aa6ea6e4835cb0a9dcbd41fbd476f988da831153b5" +
    "983e5152ee66dfaba831c66d2db43210b00327c898fb213fbf597fc7beef0ee4c6e00bf33da88fc2d5a79147930aa725" +
    "06ca6351e003826f142929670a0e6e7027b70a8546d22ffc2e1b21385c26c9264d2c6dfc5ac42aed53380d139d95b3df" +
    "650a73548baf63de766a0abb3c77b2a881c2c92e47edaee692722c851482353ba2bfe8a14cf10364a81a664bbc423001" +
    "c24b8b70d0f89791c76c51a30654be30d192e819d6ef5218d69906245565a910f40e35855771202a106aa07032bbd1b8" +
    "19a4c116b8d2d0c81e376c085141ab532748774cdf8eeb9934b0bcb5e19b48a8391c0cb3c5c95a634ed8aa4ae3418acb" +
    "5b9cca4f7763e373682e6ff3d6b2b8a3748f82ee5defb2fc78a5636f43172f6084c87814a1f0ab728cc702081a6439ec" +
    "90befffa23631e28a4506cebde82bde9bef9a3f7b2c67915c67178f2e372532bca273eceea26619cd186b8c721c0c207" +
    "eada7dd6cde0eb1ef57d4f7fee6ed17806f067aa72176fba0a637dc5a2c898a6113f9804bef90dae1b710b35131c471b" +
    "28db77f523047d8432caab7b40c724933c9ebe0a15c9bebc431d67c49c100d4c4cc5d4becb3e42b6597f299cfc657e2a" +
    "5fcb6fab3ad6faec6c44198c4a475817"
  );
  var SQUARES = words(
    "6a09e667f3bcc908bb67ae8584caa73b3c6ef372fe94f82ba54ff53a5f1d36f1" +
    "510e527fade682d19b05688c2b3e6c1f1f83d9abfb41bd6b5be0cd19137e2179"
  );

  function words(digits) {
    var found = [];
    for (var i = 0; i < digits.length; i += 8) {
      found.push(parseInt(digits.substr(i, 8), 16) | 0);
    }
    return found;
  }

  /* The message, a bit 1, zeros, and the length in bits, up to whole blocks; as 32-bit words. */
  function padded(bytes, block) {
    var size = Math.ceil((bytes.length + 1 + block / 8) / block) * block;
    var out = new Uint8Array(size);
    out.set(bytes);
    out[bytes.length] = 0x80;
    out.set(tongban.bytes.uint32(Math.floor(bytes.length / 0x20000000)), size - 8);
    out.set(tongban.bytes.uint32((bytes.length << 3) >>> 0), size - 4);
    var read = new Int32Array(size / 4);
    for (var i = 0; i < read.length; i += 1) {
      read[i] = (out[4 * i] << 24) | (out[4 * i + 1] << 16) | (out[4 * i + 2] << 8) | out[4 * i + 3];
    }
    return read;
  }

  function written(state) {
    return tongban.bytes.join(
      state.map(function (word) {
        return tongban.bytes.uint32(word >>> 0);
      })
    );
  }

  function turn(word, by) {
    return (word >>> by) | (word << (32 - by));
  }

  function schedule256(message, at) {
    var w = [];
    for (var t = 0; t < 64; t += 1) {
      if (t < 16) {
        w.push(message[at + t]);
      } else {
        var early = w[t - 15];
        var late = w[t - 2];
        var s0 = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
        var s1 = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
        w.push((s1 + w[t - 7] + s0 + w[t - 16]) | 0);
      }
    }
    return w;
  }

  function sha256(bytes) {
    var message = padded(bytes, 64);
    var state = [];
    for (var i = 0; i < 8; i += 1) {
      state.push(SQUARES[2 * i]);
    }
    for (var at = 0; at < message.length; at += 16) {
      var w = schedule256(message, at);
      var s = state.slice();
      for (var t = 0; t < 64; t += 1) {
        var a = s[0];
        var e = s[4];
        var mixed = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
        var chosen = (e & s[5]) ^ (~e & s[6]);
        var first = (s[7] + mixed + chosen + CUBES[2 * t] + w[t]) | 0;
        var turned = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
        var most = (a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]);
        s = [(first + turned + most) | 0, a, s[1], s[2], (s[3] + first) | 0, e, s[5], s[6]];
      }
      state = state.map(function (word, i) {
        return (word + s[i]) | 0;
      });
    }
    var digest = written(state);
    if (tongban.trace) {
      tongban.trace.push([bytes, digest]);
    }
    return digest;
  }

  function hmac256(key, message) {
    var inner = new Uint8Array(64);
    var outer = new Uint8Array(64);
    inner.set(key.length > 64 ? sha256(key) : key);
    for (var i = 0; i < 64; i += 1) {
      outer[i] = inner[i] ^ 0x5c;
      inner[i] ^= 0x36;
    }
    return sha256(tongban.bytes.join([outer, sha256(tongban.bytes.join([inner, message]))]));
  }

  /* 64-bit numbers are [high, low] pairs of 32-bit words from here on. */

  function sum(numbers) {
    var low = 0;
    var high = 0;
    numbers.forEach(function (number) {
      low += number[1] >>> 0;
      high += number[0] >>> 0;
    });
    return [(high + Math.floor(low / 0x100000000)) | 0, low | 0];
  }

  function turned(x, by) {
    var high = by < 32 ? x[0] : x[1];
    var low = by < 32 ? x[1] : x[0];
    var rest = by % 32;
    return [(high >>> rest) | (low << (32 - rest)), (low >>> rest) | (high << (32 - rest))];
  }

  function shifted(x, by) {
    return [x[0] >>> by, (x[1] >>> by) | (x[0] << (32 - by))];
  }

  function both(f, x, y, z) {
    return [f(x[0], y[0], z[0]), f(x[1], y[1], z[1])];
  }

  function odd(x, y, z) {
    return x ^ y ^ z;
  }

  function choose(x, y, z) {
    return (x & y) ^ (~x & z);
  }

  function majority(x, y, z) {
    return (x & y) ^ (x & z) ^ (y & z);
  }

  function schedule512(message, at) {
    var w = [];
    for (var t = 0; t < 80; t += 1) {
      if (t < 16) {
        w.push([message[at + 2 * t], message[at + 2 * t + 1]]);
      } else {
        var early = w[t - 15];
        var late = w[t - 2];
        var s0 = both(odd, turned(early, 1), turned(early, 8), shifted(early, 7));
        var s1 = both(odd, turned(late, 19), turned(late, 61), shifted(late, 6));
        w.push(sum([s1, w[t - 7], s0, w[t - 16]]));
      }
    }
    return w;
  }

  function sha512(bytes) {
    var message = padded(bytes, 128);
    var state = [];
    for (var i = 0; i < 8; i += 1) {
      state.push([SQUARES[2 * i], SQUARES[2 * i + 1]]);
    }
    for (var at = 0; at < message.length; at += 32) {
      var w = schedule512(message, at);
      var s = state.slice();
      for (var t = 0; t < 80; t += 1) {
        var mixed = both(odd, turned(s[4], 14), turned(s[4], 18), turned(s[4], 41));
        var constant = [CUBES[2 * t], CUBES[2 * t + 1]];
        var first = sum([s[7], mixed, both(choose, s[4], s[5], s[6]), constant, w[t]]);
        var second = both(odd, turned(s[0], 28), turned(s[0], 34), turned(s[0], 39));
        var next = sum([first, second, both(majority, s[0], s[1], s[2])]);
        s = [next, s[0], s[1], s[2], sum([s[3], first]), s[4], s[5], s[6]];
      }
      state = state.map(function (number, i) {
        return sum([number, s[i]]);
      });
    }
    return written(
      state.reduce(function (all, number) {
        return all.concat(number);
      }, [])
    );
  }

  tongban.sha256 = sha256;
  tongban.sha512 = sha512;
  tongban.hmac256 = hmac256;
})(tongban);
