/* What the visitor does: choose, drop or paste documents, or arrive with the address of one. */
(function (tongban) {
  var LARGEST = 20 * 1024 * 1024;
  /* A JSON file of this site: one slash, no way up or out. */
  var LOCAL = /^\/(?!\/)[A-Za-z0-9_.~%\/-]+\.json$/;

  function id(name) {
    return document.getElementById(name);
  }

  /* The cards on the page, with their verdicts. */
  var shown = [];

  function add(node) {
    var results = id("results");
    results.insertBefore(node, results.firstChild);
    id("clear-line").hidden = false;
    node.focus();
    if (node.scrollIntoView) {
      node.scrollIntoView();
    }
  }

  function say(words) {
    add(tongban.el("div", { "class": "notice notice--late", tabindex: "-1" }, [tongban.el("p", {}, [words])]));
  }

  function check(input, source) {
    try {
      tongban.verify(input, function (verdict) {
        var card = tongban.show(verdict, source);
        shown.push({ verdict: verdict, node: card });
        tongban.showLinks(shown);
        add(card);
      });
    } catch (error) {
      say(source + "：本页在计算时出错，没有得出结论（" + error.message + "）。请用命令核验。");
    }
  }

  function readFile(file) {
    if (file.size > LARGEST) {
      say(file.name + "：文件超过 20 MB，不是这里能核验的记录。");
      return;
    }
    var reader = new FileReader();
    reader.onload = function () {
      check(reader.result, file.name);
    };
    reader.onerror = function () {
      say(file.name + "：文件打不开。");
    };
    reader.readAsArrayBuffer(file);
  }

  function readAll(files) {
    for (var i = files.length - 1; i >= 0; i -= 1) {
      readFile(files[i]);
    }
  }

  function watchFiles() {
    id("file").addEventListener("change", function () {
      readAll(this.files);
      this.value = "";
    });
    ["dragover", "drop"].forEach(function (name) {
      document.addEventListener(name, function (event) {
        if (event.dataTransfer) {
          event.preventDefault();
        }
      });
    });
    ["dragover", "dragleave", "drop"].forEach(function (name) {
      document.addEventListener(name, function () {
        id("drop").className = "intake__drop" + (name === "dragover" ? " is-over" : "");
      });
    });
    document.addEventListener("drop", function (event) {
      readAll((event.dataTransfer && event.dataTransfer.files) || []);
    });
  }

  function watchText() {
    id("check-text").addEventListener("click", function () {
      var typed = id("text").value;
      if (typed.trim()) {
        check(typed, "粘贴的文字");
      } else {
        id("text").focus();
      }
    });
    id("clear").addEventListener("click", function () {
      id("results").textContent = "";
      shown = [];
      id("clear-line").hidden = true;
      id("content").focus();
    });
  }

  /* Results are printed with everything open. */
  function watchPrinting() {
    var opened = [];
    window.addEventListener("beforeprint", function () {
      opened = Array.prototype.slice.call(document.querySelectorAll(".step details:not([open])"));
      opened.forEach(function (one) {
        one.open = true;
      });
    });
    window.addEventListener("afterprint", function () {
      opened.forEach(function (one) {
        one.open = false;
      });
    });
  }

  function asked() {
    var match = /[?&]record=([^&]*)/.exec(window.location.search);
    try {
      return match ? decodeURIComponent(match[1].replace(/\+/g, " ")) : "";
    } catch (error) {
      return "";
    }
  }

  /* The only request this page ever makes: a record of the same site, named in the address. */
  function fetchAsked() {
    var path = asked();
    if (!path || !/^https?:$/.test(window.location.protocol)) {
      return;
    }
    if (!LOCAL.test(path) || path.indexOf("..") >= 0) {
      say("地址里的记录不是本站的 JSON 文件，没有读取。");
      return;
    }
    var request = new XMLHttpRequest();
    request.open("GET", path);
    request.responseType = "arraybuffer";
    request.onload = function () {
      if (request.status === 200) {
        check(request.response, "本站 " + path);
      } else {
        say("本站没有公开这份记录（" + path + "，" + request.status + "）。");
      }
    };
    request.onerror = function () {
      say("没有读到 " + path + "，请检查网络后重试。");
    };
    request.send();
  }

  /* A saved copy has no site around it. */
  function dropSite() {
    if (window.location.protocol !== "file:") {
      return;
    }
    ["site-nav", "phone-menu", "save-line", "look"].forEach(function (name) {
      var node = id(name);
      if (node) {
        node.parentNode.removeChild(node);
      }
    });
    var brand = document.querySelector(".brand");
    brand.removeAttribute("href");
  }

  function siteKeys() {
    var listed = document.querySelectorAll("#site-keys [data-fingerprint]");
    return Array.prototype.map.call(listed, function (item) {
      return item.getAttribute("data-fingerprint");
    });
  }

  function start() {
    if (!window.FileReader || !window.Uint8Array || !Object.create) {
      id("too-old").hidden = false;
      return;
    }
    tongban.siteKeys = siteKeys();
    id("intake").hidden = false;
    dropSite();
    watchFiles();
    watchText();
    watchPrinting();
    fetchAsked();
  }

  if (id("intake")) {
    start();
  }
})(tongban);
