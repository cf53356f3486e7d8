"""boto3's scan paginator, one thread. Arguments: ENDPOINT"""
import json
import sys
import time

import boto3

client = boto3.client(
    'dynamodb', endpoint_url=sys.argv[1], region_name='us-east-1',
    aws_access_key_id='local', aws_secret_access_key='local')

print('ready', flush=True)
for line in sys.stdin:
    cpu, start, read = time.process_time(), time.perf_counter(), 0
    while time.perf_counter() - start < float(line):
        for page in client.get_paginator('scan').paginate(TableName='Music0'):
            read += len(page['Items'])
            if time.perf_counter() - start >= float(line):
                break
    print(json.dumps({
        'items': read, 'seconds': time.perf_counter() - start, 'cpuSeconds': time.process_time() - cpu, 'bytes': None,
    }), flush=True)
