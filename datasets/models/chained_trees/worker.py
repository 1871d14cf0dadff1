"""A generator of records that is fitted when it starts and samples live: chained trees, answering as a worker of AuditHarness.

    python3 worker.py RECORDS.csv COLUMN … [--keep COLUMN=VALUE[,VALUE …]] [--every N] [--bands NAME=COLUMN:LABEL,EDGE,LABEL …]

Speaks the line protocol of src/AuditHarness.Adapters/Models/Worker/PROTOCOL.md. Needs nothing but Python 3.9 or later.

The columns are made up in the order in which they are named, each by a regression or classification tree of those before it, and each
value is drawn from the training values in the leaf (Reiter 2005, J. Off. Stat. 21:441–462; Nowok, Raab, Dibben 2016, J. Stat. Softw. 74:11).
The first two are drawn together and may be given as conditions. A number is moved a little within its neighbours in the leaf, so that it
is no patient's.
"""

import argparse
import bisect
import csv
import json
import math
import random
import sys

SMALLEST_LEAF = 40
DEEPEST = 8


def read(path, keep, every):
    """The rows that the generator may see: those of the declared part, and of them every so many by their number."""
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if all(row[column] in values for column, values in keep) and int(row["row_id"]) % every == 0:
                yield row


def banded(text):
    """NAME=COLUMN:LABEL,EDGE,LABEL … makes a column of bands of a number, such as band=age:young,60,old."""
    name, rest = text.split("=", 1)
    column, parts = rest.split(":", 1)
    parts = parts.split(",")
    return name, column, [float(edge) for edge in parts[1::2]], parts[0::2]


class Column:
    """The values of a column as trees take them: numbers, a missing one below all others, or numbers of categories."""

    def __init__(self, name, texts):
        self.name = name
        known = {text for text in texts if text != ""}
        self.is_number = len(known) > 2 and all(is_number(text) for text in known)
        self.levels = [] if self.is_number else sorted(known)
        place = {level: k for k, level in enumerate(self.levels)}
        self.values = [
            None if text == "" else float(text) if self.is_number else place[text] for text in texts
        ]
        # As many as all but a few values have: a file may hold some with the rounding of a machine.
        decimals = sorted(len(text.partition(".")[2]) for text in texts if text != "")
        self.decimals = decimals[int(0.95 * (len(decimals) - 1))] if self.is_number else 0
        # Two numbers are categories that are written as numbers.
        self.kind = "number" if self.is_number or all(is_number(level) for level in known) else "text"

    def written(self, value):
        """A value as the protocol has it."""
        if value is None:
            return None
        if self.is_number:
            return value
        return float(self.levels[value]) if self.kind == "number" else self.levels[value]


def is_number(text):
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


class Tree:
    """A tree that predicts one column from others, and keeps in each leaf the training values that came there."""

    def __init__(self, target, predictors):
        self.target, self.predictors = target, predictors
        self.ranks = [ranked(column, target) for column in predictors]
        self.scores = standardized(target) if target.is_number else []
        self.root = self.grow(list(range(len(target.values))), 0)

    def grow(self, rows, depth):
        best = None
        if depth < DEEPEST and len(rows) >= 2 * SMALLEST_LEAF:
            for p, ranks in enumerate(self.ranks):
                found = self.split(rows, ranks)
                if found and (best is None or found[0] > best[0]):
                    best = (*found, p)
        if best is None:
            values = [self.target.values[row] for row in rows]
            return sorted(values, key=lambda value: (value is not None, value or 0))
        _, limit, p = best
        low = [row for row in rows if self.ranks[p][0][row] <= limit]
        high = [row for row in rows if self.ranks[p][0][row] > limit]
        return (p, limit, self.grow(low, depth + 1), self.grow(high, depth + 1))

    def split(self, rows, ranks):
        """The cut of one predictor that tells most: (gain, largest rank below it), or None when none tells anything."""
        places = ranks[0]
        if self.target.is_number:
            total = sum(self.scores[row] for row in rows)
            sums, counts = {}, {}
            for row in rows:
                place = places[row]
                sums[place] = sums.get(place, 0.0) + self.scores[row]
                counts[place] = counts.get(place, 0) + 1
            n, below, left, best = len(rows), 0.0, 0, None
            for place in sorted(counts):
                below, left = below + sums[place], left + counts[place]
                if left < SMALLEST_LEAF:
                    continue
                if n - left < SMALLEST_LEAF:
                    break
                gain = below * below / left + (total - below) ** 2 / (n - left) - total * total / n
                if gain > 1e-9 and (best is None or gain > best[0]):
                    best = (gain, place)
            return best
        kinds = len(self.target.levels) + 1
        cells = {}
        for row in rows:
            cell = cells.setdefault(places[row], [0] * kinds)
            cell[-1 if self.target.values[row] is None else self.target.values[row]] += 1
        total = [sum(cell[k] for cell in cells.values()) for k in range(kinds)]
        n, below, left, best = len(rows), [0] * kinds, 0, None
        whole = sum(count * count for count in total) / n
        for place in sorted(cells):
            cell = cells[place]
            below = [a + b for a, b in zip(below, cell)]
            left += sum(cell)
            if left < SMALLEST_LEAF:
                continue
            if n - left < SMALLEST_LEAF:
                break
            gain = sum(b * b for b in below) / left + sum((t - b) ** 2 for t, b in zip(total, below)) / (n - left) - whole
            if gain > 1e-9 and (best is None or gain > best[0]):
                best = (gain, place)
        return best

    def leaf(self, made):
        node = self.root
        while isinstance(node, tuple):
            p, limit, low, high = node
            node = low if self.ranks[p][1](made[self.predictors[p].name]) <= limit else high
        return node

    def draw(self, made, chance):
        values = self.leaf(made)
        at = chance.randrange(len(values))
        value = values[at]
        if value is None or not self.target.is_number:
            return value
        # Somewhere between the neighbours in the leaf, at the decimals that the column has.
        low = values[at - 1] if at > 0 and values[at - 1] is not None else value
        high = values[at + 1] if at + 1 < len(values) else value
        return round(chance.uniform((low + value) / 2, (value + high) / 2), self.target.decimals)


def standardized(column):
    """Numbers in standard deviations; a missing one is told apart as though it lay one below the smallest."""
    known = [value for value in column.values if value is not None]
    mean = sum(known) / len(known)
    spread = math.sqrt(sum((value - mean) ** 2 for value in known) / len(known)) or 1.0
    return [(min(known) - mean) / spread - 1 if value is None else (value - mean) / spread for value in column.values]


def ranked(column, target):
    """For each training row a place by which a predictor can be cut, and the same of any value of it."""
    if column.is_number:
        known = sorted({value for value in column.values if value is not None})
        # Cuts at no more than 64 values.
        edges = sorted({known[int(k * (len(known) - 1) / 64)] for k in range(65)})

        def place(value):
            return -1 if value is None else bisect.bisect_left(edges, value)
    else:
        # Categories in the order of the mean of what is predicted.
        sums = {}
        for value, other in zip(column.values, target.values):
            total, count = sums.get(value, (0.0, 0))
            sums[value] = (total + (other or 0), count + 1)
        order = sorted(sums, key=lambda value: (sums[value][0] / sums[value][1], value is not None, value or 0))
        places = {value: k for k, value in enumerate(order)}

        def place(value):
            return places.get(value, -1)

    return [place(value) for value in column.values], place


class Generator:
    def __init__(self, columns):
        self.columns = columns
        self.first = list(zip(columns[0].values, columns[1].values))
        self.trees = [Tree(column, columns[:k]) for k, column in enumerate(columns) if k >= 2]

    def sample(self, request):
        chance = random.Random(request["seed"])
        asked = request.get("conditions", {})
        pairs = [
            pair for pair in self.first
            if all(self.same(column, value, asked) for column, value in zip(self.columns, pair))
        ]
        if not pairs:
            return {"error": "No training record meets the conditions."}
        made = []
        for _ in range(request["rows"]):
            row = dict(zip((column.name for column in self.columns), chance.choice(pairs)))
            for tree in self.trees:
                row[tree.target.name] = tree.draw(row, chance)
            made.append(row)
        return {
            "columns": [
                {"name": c.name, "kind": c.kind, "values": [c.written(row[c.name]) for row in made]} for c in self.columns
            ]
        }

    @staticmethod
    def same(column, value, asked):
        return column.name not in asked or (value is not None and column.levels[value] == asked[column.name])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("records")
    parser.add_argument("columns", nargs="+", help="in the order in which they are made; the first two are categories")
    parser.add_argument("--keep", action="append", default=[], help="COLUMN=VALUE,VALUE: rows that may be seen")
    parser.add_argument("--every", type=int, default=1, help="rows whose row_id is divisible by it")
    parser.add_argument("--bands", action="append", default=[], help="NAME=COLUMN:LABEL,EDGE,LABEL …: a column of bands of a number")
    given = parser.parse_args()
    keep = [(column, values.split(",")) for column, values in (text.split("=", 1) for text in given.keep)]
    rows = list(read(given.records, keep, given.every))
    for name, column, edges, names in map(banded, given.bands):
        for row in rows:
            row[name] = "" if row[column] == "" else names[bisect.bisect_right(edges, float(row[column]))]
    generator = Generator([Column(name, [row[name] for row in rows]) for name in given.columns])
    conditions = [column.name for column in generator.columns[:2]]
    methods = {
        "hello": lambda _: {
            "protocol": 1, "name": "Chained trees", "version": "1", "capabilities": ["sample"],
            "modality": "records", "conditions": conditions, "seeds": True,
        },
        "sample": generator.sample,
    }
    for line in sys.stdin:
        request = json.loads(line)
        method = methods.get(request["method"])
        answer = method(request) if method else {"error": "This worker does not know the request."}
        print(json.dumps({"id": request["id"], **answer}, allow_nan=False), flush=True)


if __name__ == "__main__":
    main()
