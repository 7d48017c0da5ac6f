(function () {
  "use strict";

  document.documentElement.classList.add("js");

  document.addEventListener("DOMContentLoaded", function () {
    var table = document.querySelector(".issues");
    if (!table) {
      return;
    }
    var issues = Array.prototype.slice.call(table.tBodies);
    var told = document.getElementById("told");
    var whole = told.textContent;
    var word = whole.replace(/^共\d+/, "");
    var none = document.getElementById("none");
    var inputs = {};
    ["words", "state", "unit", "category", "late", "key"].forEach(function (name) {
      inputs[name] = document.getElementById(name);
    });

    function text(issue) {
      if (!issue.said) {
        issue.said = issue.textContent.toLowerCase();
      }
      return issue.said;
    }

    function meets(issue) {
      var data = issue.dataset;
      var words = inputs.words.value.toLowerCase().split(/\s+/);
      return words.every(function (each) { return text(issue).indexOf(each) >= 0; }) &&
        (!inputs.state.value || data.state === inputs.state.value) &&
        (!inputs.unit.value || data.units.split(" ").indexOf(inputs.unit.value) >= 0) &&
        (!inputs.category.value || data.category === inputs.category.value) &&
        (!inputs.late.checked || "late" in data) &&
        (!inputs.key.checked || "key" in data);
    }

    function wishes() {
      var said = ["state", "unit", "category"].filter(function (name) {
        return inputs[name].value;
      }).map(function (name) {
        return inputs[name].options[inputs[name].selectedIndex].text;
      });
      if (inputs.words.value.trim()) {
        said.push("含“" + inputs.words.value.trim() + "”");
      }
      if (inputs.late.checked) {
        said.push("逾期");
      }
      if (inputs.key.checked) {
        said.push("重点督办");
      }
      return said;
    }

    function filter() {
      var left = 0;
      issues.forEach(function (issue) {
        issue.hidden = !meets(issue);
        left += issue.hidden ? 0 : 1;
      });
      var said = wishes();
      told.textContent = said.length
        ? said.join("，") + "：" + left + word + "（" + whole + "）"
        : whole;
      none.hidden = left > 0;
    }

    function clear() {
      Object.keys(inputs).forEach(function (name) {
        if (inputs[name].type === "checkbox") {
          inputs[name].checked = false;
        } else {
          inputs[name].value = "";
        }
      });
      filter();
    }

    function show(issue, open) {
      issue.classList.toggle("open", open);
      issue.querySelector(".title button").setAttribute("aria-expanded", String(open));
    }

    function key(issue, by) {
      if (by === "title") {
        return issue.querySelector(".title bdi").textContent;
      }
      return issue.dataset[by] === "" ? null : Number(issue.dataset[by]);
    }

    function compare(one, other, by, way) {
      var mine = key(one, by);
      var theirs = key(other, by);
      if (mine === null || theirs === null) {
        return (mine === null) - (theirs === null);
      }
      return way * (by === "title" ? mine.localeCompare(theirs, "zh-CN") : mine - theirs);
    }

    function sort(heading) {
      var way = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      Array.prototype.forEach.call(heading.parentNode.cells, function (each) {
        each.removeAttribute("aria-sort");
      });
      heading.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
      issues.sort(function (one, other) {
        return compare(one, other, heading.dataset.by, way) ||
          one.dataset.number - other.dataset.number;
      });
      var rows = document.createDocumentFragment();
      issues.forEach(function (issue) { rows.appendChild(issue); });
      table.appendChild(rows);
    }

    function button(within, act) {
      var made = document.createElement("button");
      made.type = "button";
      while (within.firstChild) {
        made.appendChild(within.firstChild);
      }
      within.appendChild(made);
      made.addEventListener("click", act);
      return made;
    }

    function follow(hash) {
      var issue = document.getElementById(hash.slice(1));
      if (issue && issues.indexOf(issue) >= 0) {
        if (issue.hidden) {
          clear();
        }
        show(issue, true);
        issue.scrollIntoView();
      }
    }

    function pick(link) {
      clear();
      var input = inputs[link.dataset.pick];
      if (input.type === "checkbox") {
        input.checked = true;
      } else {
        input.value = link.dataset.value;
      }
      filter();
    }

    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (heading) {
      button(heading, function () { sort(heading); });
    });
    issues.forEach(function (issue) {
      var record = issue.querySelector(".record");
      record.id = "record-" + issue.id;
      var opener = button(issue.querySelector(".title"), function () {
        show(issue, !issue.classList.contains("open"));
      });
      opener.setAttribute("aria-expanded", "false");
      opener.setAttribute("aria-controls", record.id);
    });
    Object.keys(inputs).forEach(function (name) {
      inputs[name].addEventListener("input", filter);
      inputs[name].addEventListener("change", filter);
    });
    document.getElementById("clear").addEventListener("click", clear);
    document.addEventListener("click", function (event) {
      var link = event.target.closest("a");
      if (!link) {
        return;
      }
      if (link.dataset.pick) {
        pick(link);
      } else {
        follow(link.hash);
      }
    });
    window.addEventListener("hashchange", function () { follow(location.hash); });
    var closed = [];
    window.addEventListener("beforeprint", function () {
      closed = Array.prototype.filter.call(
        document.querySelectorAll(".gauge:not([open]), .data:not([open])"),
        function (each) { each.open = true; return true; }
      );
    });
    window.addEventListener("afterprint", function () {
      closed.forEach(function (each) { each.open = false; });
    });
    filter();
    follow(location.hash);
  });
})();
