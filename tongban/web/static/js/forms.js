/* Comfort for forms. Everything here is a help; the server does not rely on any of it. */
"use strict";

(() => {
  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

  /* A second click sends nothing. Not `disabled`: the pressed button's name must be sent with the form. */
  const guard = (form) => {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      const button = event.submitter;
      if (button) {
        button.setAttribute("aria-disabled", "true");
        button.dataset.label = button.textContent;
        if (!button.name.startsWith("__add") && !button.name.startsWith("__remove")) {
          button.textContent = "正在提交…";
        }
      }
    });
  };

  /* Coming back by the browser's button finds the form ready again. */
  window.addEventListener("pageshow", () => {
    each("form[data-sent]", (form) => {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-disabled]").forEach((button) => {
        button.removeAttribute("aria-disabled");
        if (button.dataset.label) {
          button.textContent = button.dataset.label;
        }
      });
    });
  });

  /* Leaving a form with something typed asks first. */
  const watch = (form) => {
    let dirty = form.dataset.dirty === "yes";
    form.addEventListener("input", () => {
      dirty = true;
    });
    window.addEventListener("beforeunload", (event) => {
      if (dirty && !form.dataset.sent) {
        event.preventDefault();
      }
    });
  };

  /* 大写, as the server writes it (tongban.money.daxie); the amount in 分 as a BigInt, never a float. */
  const DIGITS = "零壹贰叁肆伍陆柒捌玖";
  const UNITS = ["", "拾", "佰", "仟"];

  const group = (number) => {
    let text = "";
    let gap = false;
    for (let place = 3; place >= 0; place -= 1) {
      const digit = Math.floor(number / 10 ** place) % 10;
      if (digit) {
        text += (gap ? "零" : "") + DIGITS[digit] + UNITS[place];
      }
      gap = Boolean(text) && !digit;
    }
    return text;
  };

  const spell = (number) => {
    for (const [size, name] of [[100000000n, "亿"], [10000n, "万"]]) {
      const head = number / size;
      const tail = number % size;
      if (head) {
        const gap = tail > 0n && tail < size / 10n ? "零" : "";
        return spell(head) + name + gap + (tail ? spell(tail) : "");
      }
    }
    return group(Number(number));
  };

  const daxie = (fen) => {
    const yuan = fen / 100n;
    const cents = Number(fen % 100n);
    const jiao = Math.floor(cents / 10);
    const rest = cents % 10;
    let text = yuan ? `${spell(yuan)}元` : "";
    if (!cents) {
      text = `${text || "零元"}整`;
    }
    if (jiao) {
      text += `${DIGITS[jiao]}角`;
    } else if (rest && yuan) {
      text += "零";
    }
    return rest ? `${text}${DIGITS[rest]}分` : text;
  };

  const halfWidth = (text) =>
    text.replace(/[！-～]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).replace(/[\s　]/g, "");

  /* The amount in 分 of what was typed, or null: the server decides, this only echoes what is plain. */
  const fenOf = (typed, places) => {
    let plain = halfWidth(typed).replace(/^[¥￥]/, "");
    if (/^\d{1,3}(,\d{3})+(\.|$)/.test(plain)) {
      plain = plain.replace(/,/g, "");
    }
    const found = /^(\d{1,13})(?:\.(\d+))?$/.exec(plain);
    if (!found || (found[2] || "").length > places) {
      return null;
    }
    return BigInt(found[1] + (found[2] || "").padEnd(places, "0"));
  };

  const echo = (input) => {
    const words = document.getElementById(input.dataset.money);
    if (!words) {
      return;
    }
    const places = input.dataset.moneyUnit === "万元" ? 6 : 2;
    const show = () => {
      const fen = fenOf(input.value, places);
      words.hidden = fen === null;
      words.textContent = fen === null ? "" : `大写：${daxie(fen)}`;
    };
    input.addEventListener("input", show);
  };

  /* How many characters are left, said when few are. */
  const count = (input) => {
    const most = Number(input.dataset.count);
    const line = document.createElement("p");
    line.className = "field__count";
    line.setAttribute("aria-live", "polite");
    line.hidden = true;
    (input.closest(".affix") || input).after(line);
    const show = () => {
      const left = most - [...input.value].length;
      line.hidden = left > Math.max(10, most / 5);
      line.classList.toggle("field__count--over", left < 0);
      line.textContent = left < 0 ? `超出 ${-left} 个字` : `还可以写 ${left} 个字`;
    };
    input.addEventListener("input", show);
    show();
  };

  /* The entrant's own chance: random bytes that only this browser knows before they are sent. */
  const nonce = (input) => {
    if (input.value) {
      return;
    }
    const bytes = crypto.getRandomValues(new Uint8Array(Number(input.dataset.nonce)));
    input.value = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  /* One open menu at a time, closed by Escape or by a press elsewhere. */
  const menus = () => document.querySelectorAll("details[name='masthead'][open], details.rule-tag[open]");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      menus().forEach((menu) => {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    }
  });
  document.addEventListener("click", (event) => {
    menus().forEach((menu) => {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    });
  });

  each("form[data-guard]", guard);
  each("form[data-guard='form']", watch);
  each("input[data-money]", echo);
  each("[data-count]", count);
  each("input[data-nonce]", nonce);
})();
