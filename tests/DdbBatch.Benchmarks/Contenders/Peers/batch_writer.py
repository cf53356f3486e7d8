"""boto3's Table.batch_writer, one thread. Arguments: ENDPOINT ITEMS"""
import json
import sys
import time

import boto3
from boto3.dynamodb.types import TypeDeserializer

endpoint, file = sys.argv[1:]
deserializer = TypeDeserializer()
with open(file, encoding='utf-8') as lines:
    items = [{name: deserializer.deserialize(value) for name, value in json.loads(line).items()} for line in lines]
table = boto3.resource(
    'dynamodb', endpoint_url=endpoint, region_name='us-east-1',
    aws_access_key_id='local', aws_secret_access_key='local').Table('Music0')

print('ready', flush=True)
for line in sys.stdin:
    cpu, start, written = time.process_time(), time.perf_counter(), 0
    with table.batch_writer() as batch:
        while written % 25 or time.perf_counter() - start < float(line):
            batch.put_item(Item=items[written % len(items)])
            written += 1
    print(json.dumps({
        'items': written, 'seconds': time.perf_counter() - start, 'cpuSeconds': time.process_time() - cpu, 'bytes': None,
    }), flush=True)
