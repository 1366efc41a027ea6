-- Declared clusters and nodes from before they said anything of management networks, NICs and Talos's details.
UPDATE declared SET value = json_set(value,
    '$.management', json('{"subnet":null,"gateway":null,"nameservers":[],"timeServers":[],"vip":null}'),
    '$.plan', json('{"schematic":"","installer":"","maxPods":null,"patches":[]}'),
    '$.mayastor.cores', 2, '$.mayastor.isolate', json('false'), '$.mayastor.hugepages', 0,
    '$.mayastor.nvmetTcp', json('false'), '$.mayastor.local', 'AUTO')
WHERE kind = 'CLUSTER';
UPDATE declared SET value = json_set(value,
    '$.storage.link', 'AUTO', '$.storage.bond', '802.3ad', '$.storage.routes', json('[]'))
WHERE kind = 'CLUSTER' AND json_type(value, '$.storage') = 'object';
UPDATE declared SET value = json_set(value, '$.address', NULL, '$.nics', json('[]'), '$.patches', json('[]'))
WHERE kind = 'NODE';
