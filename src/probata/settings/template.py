"""The commented ``inquiry.toml`` with which an inquiry begins."""

import json


def template(title: str) -> str:
    """The commented file that ``init`` writes.

    Args:
        title: the inquiry's title, any text.
    """
    readable = title.strip().encode("utf-8", "replace").decode("utf-8")
    return _TEMPLATE.replace("@title@", json.dumps(readable, ensure_ascii=False).replace("\x7f", "\\u007f"))


_TEMPLATE = """\
# This file says what the inquiry is about and sets everything that can change a figure.
# Lines that begin with # are comments. What is left empty is printed as "not stated" in the report.

[inquiry]
title = @title@
question = ""            # what was asked, in the words of who asked
asked_by = ""
commissioned_by = ""     # who commissioned the inquiry
funded_by = ""           # who pays for it
commissioned_on = ""     # as 2014-01-20
language = "en"          # the report's language tag

[numbers]
# How numbers are written in the frame, for example ["{detainee}/{branch}"].
# Roles: {detainee} {branch} {examination}. Empty: numbers are read, but not assigned to a role.
patterns = []

# Which numbers can be of a role (both ends included):
# [numbers.limits.detainee]
# lowest = 1
# highest = 99999

[linkage]
near_duplicate_radius = 31   # greatest PDQ distance, in bits of 256
lowest_quality = 10          # pictures of less PDQ quality (0 to 100) are not proposed as near-duplicates
# burst_seconds = 30         # longest pause inside a burst; without it the linker's own rule

[classes]
lowest_confidence = 0.0      # a proposed class of less confidence counts as unclassified

# [[persons.rules]]            # the class of a person, by rule over numbers; the first rule that fits counts
# class = "detainee"           # detainee, soldier or civilian; without rule or judgement: unknown
# detainee = [1, 99999]        # the person's own number lies in this range
# branch = ["215", "227"]      # and the branch is one of these
# examination = true           # and an examination number is read on one of the photographs

[judgements]
required = 1                 # 2: a decision holds when two people agree, each without knowing what the other said

[division]
# A published "photographs per person"; the photographs are divided by it, beside the count.
# photographs_per_person = [4, 5]

[examination]
most_opened_a_day = 0        # how many pictures an examiner may open unveiled on one day; 0: no cap

# Lists of victims, each a CSV file that was taken in; they are linked to one another (`probata lists`):
# [[lists]]
# name = "families"
# file = "lists/families.csv"  # path as received, or SHA-256
# definition = "killed in detention, 2011 to 2015, reported by relatives"   # who can be on it
# dates = "day-month"          # how 3/4/2013 is read: day-month or month-day
# [lists.columns]              # heading by field; of names several scripts: ["name_ar", "name_latin"]
# name = "full name"           # or given, father, grandfather, family; also id, date, birth, age, sex, place,
# date = "date of death"       # detainee, branch, examination; a date may be three columns: year, month, day

[population]
# How many there are in all, those on no list included. It needs lists of persons ([[lists]]).
# lists = []                 # which of them are used; empty: all
methods = ["loglinear", "dga"] # side by side: chapman, chao, loglinear, dga, lcmcr; the report prints the first
strata = "none"              # divide before estimating: none, year, place, sex
partitions = 50              # draws of the links between lists, so that their error goes into the interval
seed = 1

# A model of your own that suggests what later statements do to commitments (docs/consistency.md); it changes no figure.
# [pair_model]
# kind = "server"              # or onnx, with folder and the SHA-256 of its files
# name = "my-model"
# address = "http://127.0.0.1:8080/v1"   # this machine only

# Figures that others published, each to be put beside one of ours (`probata figures` names them):
# [[published]]
# name = "report of 2014"
# value = 11000
# unit = "persons"
# source = "who published it, where, which page"
# date = "2014-01-20"
# rule = "55,000 photographs divided by four or five"
# compares = "persons-by-number"
"""
