"""What analysers read from exhibits' bytes, kept so that nothing is read twice.

Read in this order: `analyser` (the protocol), `memo` (what is kept, on disk), `run` (what is missing is done), `engine`
(the small interface behind which processes work), `pool` and `worker` (this machine's cores), `analysers` (the list).

Not here: acts and judgements. An analyser is blind to them by construction.
"""
