/* What the parts of the page share. A part adds a kind of document with `tongban.kind`; nothing here knows them.

   The page must run in browsers that officials have: ES5 only, no BigInt, no modules, no libraries. */
(function (tongban) {
  /* Kinds of documents in the order of their parts. A kind is
       {name, format, title, keys, is, steps, check}
     `name` is for programs, `title` for people. `keys` are the keys of its object, by which a document is known
     whose format field is damaged; `is(value)`, if given, tells the kind where the format field does not suffice.
     `steps` are what is checked, in order: [title, what it means when it does not hold]. `check(value, steps)`
     goes through them and returns the verdict, or throws tongban.Wrong for the first part that is wrong. */
  tongban.kinds = [];

  tongban.kind = function (kind) {
    tongban.kinds.push(kind);
  };

  /* A part of a document that is wrong: its path, a Chinese sentence, and values to show beside it. */
  tongban.Wrong = function (path, why, values) {
    this.path = path;
    this.why = why;
    this.values = values || [];
    this.differs = false;
  };

  /* A part in the right form which is not what the other parts give. */
  tongban.differs = function (path, why, values) {
    var wrong = new tongban.Wrong(path, why, values);
    wrong.differs = true;
    return wrong;
  };

  /* A document that cannot be read at all. */
  tongban.Unreadable = function (why) {
    this.why = why;
  };

  /* What has been checked so far, each with whatever a reader may want to see. */
  tongban.Steps = function (titles) {
    this._meanings = titles.map(function (pair) {
      return pair[1];
    });
    this.list = titles.map(function (pair) {
      return { title: pair[0], state: "open", note: "", values: [], tables: [] };
    });
    this.at = 0;
  };

  tongban.Steps.prototype._end = function (state, note, values, tables) {
    var step = this.list[this.at];
    step.state = state;
    step.note = note || "";
    step.values = values || [];
    step.tables = tables || [];
    this.at += 1;
  };

  /* The current step holds. `values` are [label, value] pairs, `tables` are {title, head, rows}. */
  tongban.Steps.prototype.pass = function (note, values, tables) {
    this._end("pass", note, values, tables);
  };

  /* The current step does not apply to this document. */
  tongban.Steps.prototype.skip = function (note) {
    this._end("skip", note);
  };

  /* The current step does not hold; returns what that means, in a sentence. */
  tongban.Steps.prototype.fail = function (wrong) {
    var meaning = "“" + this.list[this.at].title + "”这一步不对。" + this._meanings[this.at];
    /* What stands in the values below need not be said twice. */
    var cut = wrong.values.length ? wrong.why.indexOf("：") : -1;
    var note = cut < 0 ? wrong.why : wrong.why.slice(0, cut) + "。";
    this._end("fail", wrong.path + "：" + note, wrong.values);
    return meaning;
  };
})(tongban);
