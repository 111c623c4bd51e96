#!/usr/bin/env python3
"""Writes dashboards/*.json, so that all panels have the same shape. Run it after a change here and commit both."""

import json
import pathlib

FOLDER = pathlib.Path(__file__).parent / "dashboards"
REQUESTS = "showcase_http_requests_seconds"
TRANSFERS = "/api/videos/(upload|tus|original|processed).*|/media.*"


def ds(kind="prometheus"):
    variable = {"prometheus": "datasource", "loki": "loki", "cloudwatch": "cloudwatch"}[kind]
    return {"type": kind, "uid": "${%s}" % variable}


def steps(*limits, reverse=False):
    """Green below the first limit, then orange, then red; reverse: red below the first."""
    colors = ["green", "orange", "red"] if len(limits) == 2 else ["green", "red"]
    if reverse:
        colors.reverse()
    values = [None, *limits]
    return {"mode": "absolute", "steps": [{"color": c, "value": v} for c, v in zip(colors, values)]}


NONE = steps()


def link(title, url, **more):
    return {"type": "link", "title": title, "url": url, "icon": "doc", "targetBlank": True, "tags": [],
            "asDropdown": False, "includeVars": False, "keepTime": False, "tooltip": "", **more}


def panel(title, description, unit, *queries, kind="timeseries", limits=NONE, runbook=None, width=8, height=7,
          source="prometheus", minimum=0):
    defaults = {"unit": unit, "thresholds": limits, "color": {"mode": "palette-classic"}, "mappings": []}
    if minimum is not None and kind != "logs":
        defaults["min"] = minimum
    if kind == "stat":
        defaults["color"] = {"mode": "thresholds"}
        options = {"reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False}, "colorMode": "value",
                   "graphMode": "area", "textMode": "auto", "orientation": "auto", "justifyMode": "auto",
                   "showPercentChange": False, "percentChangeColorMode": "standard", "wideLayout": True}
    elif kind == "logs":
        options = {"showTime": True, "wrapLogMessage": True, "enableLogDetails": True, "sortOrder": "Descending",
                   "dedupStrategy": "none", "prettifyLogMessage": False, "showLabels": False, "showCommonLabels": False,
                   "showLogContextToggle": False}
    else:
        style = "line" if limits is not NONE else "off"
        defaults["custom"] = {"lineWidth": 1, "fillOpacity": 10, "showPoints": "never", "spanNulls": False,
                              "thresholdsStyle": {"mode": style}}
        options = {"legend": {"displayMode": "table", "placement": "bottom", "showLegend": True,
                              "calcs": ["lastNotNull", "max"]},
                   "tooltip": {"mode": "multi", "sort": "desc"}}
    targets = []
    for number, query in enumerate(queries):
        target = {"refId": chr(ord("A") + number), "datasource": ds(source)}
        if source == "cloudwatch":
            target.update(query)
        else:
            expression, legend = query
            target.update({"expr": expression, "legendFormat": legend})
            if source == "prometheus":
                target.update({"range": True, "instant": False, "editorMode": "code"})
            else:
                target["queryType"] = "range"
        targets.append(target)
    made = {"type": kind, "title": title, "description": description, "datasource": ds(source), "targets": targets,
            "fieldConfig": {"defaults": defaults, "overrides": []}, "options": options, "_w": width, "_h": height}
    if runbook:
        made["links"] = [link("What to do", "${runbook}#" + runbook)]
    return made


def stat(*args, **more):
    return panel(*args, kind="stat", width=more.pop("width", 4), height=5, **more)


def rate(series, by, legend, scope=""):
    return ("sum by (%s) (rate(%s%s[$__rate_interval]))" % (by, series, "{%s}" % scope if scope else ""), legend)


def quantiles(series, scope="", by="", legend=""):
    braces = "{%s}" % scope if scope else ""
    grouping = "le, " + by if by else "le"
    return [("histogram_quantile(%s, sum by (%s) (rate(%s_bucket%s[$__rate_interval])))" % (q, grouping, series, braces),
             (legend + " " if legend else "") + name) for q, name in ((0.5, "p50"), (0.95, "p95"), (0.99, "p99"))]


def p95(series, by, legend, scope=""):
    return ("histogram_quantile(0.95, sum by (le, %s) (rate(%s_bucket%s[$__rate_interval])))"
            % (by, series, "{%s}" % scope if scope else ""), legend)


def red(service):
    scope = 'service="%s",instance=~"$instance"' % service
    return [
        panel("Requests by route", "Rate of requests by route template and class of status.", "reqps",
              rate(REQUESTS + "_count", "route, status", "{{route}} {{status}}", scope), width=12, height=9),
        panel("Errors", "The part of the requests that is answered 5xx. Above 5 % for ten minutes somebody is paged.",
              "percentunit",
              ('(sum(rate(%s_count{%s,status="5xx"}[$__rate_interval])) or vector(0)) '
               "/ sum(rate(%s_count{%s}[$__rate_interval]))" % (REQUESTS, scope, REQUESTS, scope), "5xx"),
              limits=steps(0.01, 0.05), runbook="many-requests-fail", width=6, height=9),
        panel("In flight", "Requests that are being answered now.", "short",
              ('sum by (instance) (showcase_http_in_flight{%s})' % scope, "{{instance}}"), width=6, height=9),
        panel("Time to answer, p95 by route", "Transfers of files and event streams are left out.", "s",
              p95(REQUESTS, "route", "{{route}}", scope + ',route!~"' + TRANSFERS + '"'),
              limits=steps(0.5, 1), runbook="requests-are-slow", width=12, height=9),
        panel("Time to answer, all routes", "Half, 95 % and 99 % of the requests are answered within this time.", "s",
              *quantiles(REQUESTS, scope + ',route!~"' + TRANSFERS + '"'), limits=steps(0.5, 1),
              runbook="requests-are-slow", width=12, height=9),
    ]


def objective(slo, title, good):
    return stat(title, good + ". Over the last hour; red below the promise.", "percentunit",
                ('1 - slo:errors:ratio_rate1h{slo="%s"}' % slo, title),
                limits=steps({"votes-availability": 0.999, "reads-availability": 0.999}.get(
                    slo, 0.95 if slo == "processing-time" else 0.99), reverse=True),
                runbook="an-objective-burns", width=4)


OVERVIEW = [
    objective("votes-availability", "Votes that work", "Votes not answered 5xx: 99.9 %"),
    objective("votes-latency", "Votes within 250 ms", "Votes answered within 250 ms: 99 %"),
    objective("reads-availability", "Reads that work", "Public reads not answered 5xx: 99.9 %"),
    objective("reads-latency", "Reads within 100 ms", "Public reads answered within 100 ms: 99 %"),
    objective("processing-time", "Clips within 5 min", "Videos processed within five minutes: 95 %"),
    stat("Alerts", "Alerts that fire now.", "short", ('count(ALERTS{alertstate="firing"}) or vector(0)', "firing"),
         limits=steps(1)),
    panel("Burn", "How many times faster than allowed each budget is used up. At 14.4 somebody is paged.", "short",
          ("slo:errors:ratio_rate1h / on (slo) slo:budget:ratio", "{{slo}}"), limits=steps(6, 14.4),
          runbook="an-objective-burns", width=12, height=8),
    panel("Targets", "1 for each target that answers Prometheus.", "short",
          ("min by (job, instance) (up)", "{{job}} {{instance}}"), limits=steps(1, reverse=True),
          runbook="an-instance-is-down", width=12, height=8),
    panel("Votes", "Votes a second, by what became of them.", "ops",
          rate("showcase_vote_cast_total", "outcome", "{{outcome}}")),
    panel("Requests", "Requests a second of each service.", "reqps", rate(REQUESTS + "_count", "service", "{{service}}")),
    panel("Errors", "The part of each service's requests that is answered 5xx.", "percentunit",
          ('(sum by (service) (rate(%s_count{status="5xx"}[$__rate_interval])) '
           "or 0 * sum by (service) (rate(%s_count[$__rate_interval]))) / on (service) "
           "sum by (service) (rate(%s_count[$__rate_interval]))" % (REQUESTS, REQUESTS, REQUESTS), "{{service}}"),
          limits=steps(0.01, 0.05), runbook="many-requests-fail"),
    panel("Uploads and clips", "Uploads that were accepted and videos that were processed, in a minute.", "opm",
          ('60 * sum(rate(showcase_uploads_total{outcome="accepted"}[$__rate_interval]))', "uploaded"),
          ('60 * sum(rate(showcase_jobs_attempts_total{outcome="processed"}[$__rate_interval]))', "processed")),
    panel("Work that waits", "Jobs not yet sent, messages in the queue, and dead letters.", "short",
          ("max(showcase_relay_backlog)", "outbox"), ("max by (queue) (showcase_queue_ready)", "{{queue}}"),
          limits=steps(20, 100), runbook="the-backlog-grows-though-the-broker-is-there"),
    panel("Not ready", "Health checks that fail: 1 for each.", "short",
          ("1 - min by (service, instance, check) (showcase_health_up)", "{{service}} {{check}} {{instance}}"),
          limits=steps(1), runbook="an-instance-is-down"),
]

I = 'instance=~"$instance"'
VOTES = [
    panel("Votes", "Votes a second by what became of them. A repeated vote is refused by the database's rule.", "ops",
          rate("showcase_vote_cast_total", "outcome", "{{outcome}}", I)),
    panel("Refused for want of capacity", "Answered 503, by reason. More than 5 % pages.", "ops",
          rate("showcase_vote_refused_total", "reason", "{{reason}}", I), limits=steps(0.1, 1),
          runbook="votes-are-slow-or-refused"),
    panel("Withdrawn", "Votes that were taken back.", "ops",
          rate("showcase_vote_withdrawn_total", "instance", "{{instance}}", I)),
    panel("Wait", "From a vote's arrival at the batcher to its answer, the commit included.", "s",
          *quantiles("showcase_vote_wait_seconds", I), limits=steps(0.1, 0.25), runbook="votes-are-slow-or-refused"),
    panel("Queue", "Votes that wait for a batch or are in one.", "short",
          ("sum by (instance) (showcase_vote_queue{%s})" % I, "{{instance}}"),
          ("sum by (instance) (showcase_vote_batch_in_flight{%s})" % I, "in a batch {{instance}}"),
          runbook="votes-are-slow-or-refused"),
    panel("Batch size", "Votes in one statement. It grows with the load: that is how the load is carried.", "short",
          ("sum(rate(showcase_vote_batch_size_sum{%s}[$__rate_interval])) "
           "/ sum(rate(showcase_vote_batch_size_count{%s}[$__rate_interval]))" % (I, I), "mean"),
          quantiles("showcase_vote_batch_size", I)[1]),
    panel("Batch time", "From a batch's start to its last answer: the database's part of a vote.", "s",
          *quantiles("showcase_vote_batch_time_seconds", I), limits=steps(0.1, 1), runbook="votes-are-slow-or-refused"),
    panel("Batches that had to be repeated", "By what came between a batch and its commit; deadlines: given up.", "ops",
          rate("showcase_vote_batch_retries_total", "reason", "{{reason}}", I),
          ("sum(rate(showcase_vote_batch_deadlines_total{%s}[$__rate_interval]))" % I, "deadlines"),
          limits=steps(0.1, 1), runbook="votes-are-slow-or-refused"),
    panel("Counters repaired", "Counters that disagreed with their rows. Anything but 0 is a bug.", "short",
          ("sum(increase(showcase_vote_audit_repaired_total{%s}[$__rate_interval]))" % I, "repaired"), limits=steps(1)),
    panel("Age of the ranking", "Of the snapshot. While people ask it is at most 5 s old.", "s",
          ("max by (instance) (showcase_ranking_age_seconds{%s})" % I, "{{instance}}"), limits=steps(5, 30),
          runbook="the-database-is-away"),
    panel("Reading the ranking", "From the question to the database to the next snapshot, p95.", "s",
          p95("showcase_ranking_read_seconds", "kind", "{{kind}}", I), limits=steps(1, 3)),
    panel("Reads of the public API", "Requests a second, by route.", "reqps",
          rate(REQUESTS + "_count", "route", "{{route}}", I + ',route=~"/api/public/.+",method="GET"')),
]

CORE = red("core") + [
    panel("Uploads", "By how they ended.", "ops",
          rate("showcase_uploads_total", "outcome", "{{outcome}}", I)),
    panel("Bytes of accepted uploads", "In a second.", "Bps",
          ("sum(rate(showcase_upload_accepted_bytes_total{%s}[$__rate_interval]))" % I, "accepted")),
    panel("Time of an upload", "From its headers to its record; the client's line decides.", "s",
          *quantiles("showcase_upload_accepted_time_seconds", I)),
    panel("Uploads in flight", "That are being received.", "short",
          ("sum by (instance) (showcase_upload_in_flight{%s})" % I, "{{instance}}")),
    panel("Objects deleted", "Objects without an owner, by outcome. owned is a bug.", "ops",
          rate("showcase_storage_reaped_total", "outcome", "{{outcome}}", I), runbook="storage-is-away"),
    panel("Found by the audit of objects", "Orphans have no owner, missing ones are gone. Anything but 0 is a bug.", "short",
          ("sum by (what) (increase(showcase_storage_audit_found_total{%s}[$__rate_interval]))" % I, "{{what}}"),
          limits=steps(1), runbook="storage-is-away"),
    panel("Live streams", "Open event streams, by what they tell.", "short",
          ("sum by (kind) (showcase_live_streams{%s})" % I, "{{kind}}")),
    panel("Live streams refused or cut off", "Not opened, since the node or the caller has too many; and cut off, since "
          "they took nothing.", "ops", rate("showcase_live_refused_total", "reason", "too many: {{reason}}", I),
          ("sum(rate(showcase_live_dropped_total{%s}[$__rate_interval]))" % I, "cut off"), limits=steps(0.1, 1),
          runbook="live-streams-are-refused"),
    panel("Hearing from Auth", "Time since Auth last said which sessions ended. Above a minute somebody is paged.", "s",
          ("max by (instance) (showcase_revocations_age_seconds{%s})" % I, "{{instance}}"), limits=steps(10, 60),
          runbook="auth-is-away"),
]

AUTH = red("auth") + [
    panel("Logins", "By outcome.", "ops", rate("showcase_auth_logins_total", "outcome", "{{outcome}}", I),
          runbook="odd-votes-or-logins"),
    panel("Tokens renewed", "By outcome; reused is an old token that somebody kept, and ends its session.", "ops",
          rate("showcase_auth_refreshes_total", "outcome", "{{outcome}}", I), runbook="odd-votes-or-logins"),
    panel("Too often", "Requests that were refused because too many came.", "ops",
          rate("showcase_throttled_total", "service, limit", "{{service}} {{limit}}", I), runbook="odd-votes-or-logins"),
    panel("Sign-ups and logouts", "Accounts by outcome, and sessions that ended.", "ops",
          rate("showcase_auth_signups_total", "outcome", "sign-up {{outcome}}", I),
          ("sum(rate(showcase_auth_sessions_ended_total{%s}[$__rate_interval]))" % I, "sessions ended")),
    panel("Hashing a password", "CPU that a login costs.", "s", *quantiles("showcase_auth_hashing_seconds", I),
          limits=steps(0.5, 1), runbook="requests-are-slow"),
    panel("Passwords that wait", "That are hashed or wait for it.", "short",
          ("sum by (instance) (showcase_auth_hashing_held{%s})" % I, "{{instance}}")),
]

JOB = "showcase_jobs_attempts_total"
WORKER = [
    panel("Messages that wait", "As Core hears it of the broker.", "short",
          ("max by (queue) (showcase_queue_ready)", "{{queue}}"), limits=steps(20, 100),
          runbook="the-backlog-grows-though-the-broker-is-there"),
    panel("Outbox", "Jobs that are due and not yet sent.", "short", ("max(showcase_relay_backlog)", "jobs"),
          limits=steps(10, 100), runbook="the-broker-is-away"),
    panel("Age of the outbox", "Since the oldest of them became due. Above two minutes somebody is paged.", "s",
          ("max(showcase_relay_backlog_age_seconds)", "oldest"), limits=steps(30, 120), runbook="the-broker-is-away"),
    panel("From upload to processed", "What a player waits. 95 % within five minutes is the promise.", "s",
          *quantiles("showcase_jobs_turnaround_seconds"), limits=steps(120, 300), runbook="an-objective-burns"),
    panel("Attempts by outcome", "How attempts at jobs ended, in a minute.", "opm",
          ("60 * sum by (outcome) (rate(%s[$__rate_interval]))" % JOB, "{{outcome}}")),
    panel("Failures by reason", "What went wrong, in a minute.", "opm",
          ('60 * sum by (reason) (rate(%s{reason!="none"}[$__rate_interval]))' % JOB, "{{reason}}"),
          ("60 * sum by (reason) (rate(showcase_pipeline_rejected_total[$__rate_interval]))", "rejected: {{reason}}"),
          runbook="a-worker-dies-again-and-again"),
    panel("Stages, p95", "Time that each stage takes.", "s",
          p95("showcase_pipeline_stage_seconds", "stage", "{{stage}}"),
          p95("showcase_jobs_transfer_seconds", "direction", "{{direction}}"), limits=steps(60, 300)),
    panel("Speed of encoding", "Seconds of video made in a second, mean.", "x",
          ("sum(rate(showcase_pipeline_speed_sum[$__rate_interval])) "
           "/ sum(rate(showcase_pipeline_speed_count[$__rate_interval]))", "speed"), limits=steps(0.5, 1, reverse=True)),
    panel("Exit codes of FFmpeg", "In a minute; 0 is well, 137 killed, 139 crashed.", "opm",
          ("60 * sum by (program, code) (rate(showcase_ffmpeg_exits_total[$__rate_interval]))", "{{program}} {{code}}"),
          ("60 * sum(rate(showcase_pipeline_killed_total[$__rate_interval]))", "killed at a limit"),
          runbook="ffmpeg-fails"),
    panel("Busy", "The part of the time in which a worker has a job. Near 1 all the time: add a worker.", "percentunit",
          ("avg by (instance) (avg_over_time(showcase_jobs_running[$__rate_interval]))", "{{instance}}"),
          limits=steps(0.8, 0.95), runbook="the-backlog-grows-though-the-broker-is-there"),
    panel("Leases", "Renewals by result; lost: another worker has the job.", "ops",
          rate("showcase_jobs_renewals_total", "result", "{{result}}"), runbook="a-worker-dies-again-and-again"),
    panel("Scratch disk", "The part that is free. Below 10 % somebody is paged.", "percentunit",
          ("min by (instance) (showcase_scratch_free_bytes / showcase_scratch_size_bytes)", "{{instance}}"),
          limits=steps(0.1, 0.2, reverse=True), runbook="the-workers-disk-is-full"),
    panel("Moved by the reconciler", "Jobs whose worker or message was lost, in a minute.", "opm",
          ("60 * sum by (reason) (rate(showcase_reconciler_moved_total[$__rate_interval]))", "{{reason}}"),
          runbook="a-worker-dies-again-and-again"),
    panel("Messages sent", "By the broker's answer.", "ops",
          rate("showcase_amqp_published_total", "queue, outcome", "{{queue}} {{outcome}}"), runbook="the-broker-is-away"),
    panel("Messages delivered", "To Core and workers; redelivered: taken before and not acknowledged.", "ops",
          rate("showcase_amqp_delivered_total", "queue, redelivered", "{{queue}} redelivered {{redelivered}}")),
    panel("RabbitMQ: queues", "Ready and unacknowledged, by queue.", "short",
          ("sum by (queue) (rabbitmq_detailed_queue_messages_ready)", "{{queue}} ready"),
          ("sum by (queue) (rabbitmq_detailed_queue_messages_unacked)", "{{queue}} unacknowledged")),
    panel("RabbitMQ: consumers", "Without one, nothing is processed.", "short",
          ("sum by (queue) (rabbitmq_detailed_queue_consumers)", "{{queue}}"),
          runbook="a-worker-dies-again-and-again"),
    panel("RabbitMQ: room", "Memory as a part of the limit at which it takes no more messages.", "percentunit",
          ("rabbitmq_process_resident_memory_bytes / rabbitmq_resident_memory_limit_bytes", "memory {{instance}}"),
          ("rabbitmq_process_open_fds / rabbitmq_process_max_fds", "file descriptors {{instance}}"),
          limits=steps(0.7, 0.9), runbook="the-broker-has-an-alarm-memory-disk"),
]

SQL = I + ',pool_type="sql"'
RUNTIME = [
    panel("Connections in use", "Of each pool to PostgreSQL, as a part of its size.", "percentunit",
          ("max by (instance, pool_name) (vertx_pool_ratio{%s})" % SQL, "{{pool_name}} {{instance}}"),
          limits=steps(0.8, 1), runbook="requests-are-slow"),
    panel("Waiting for a connection", "Above 0 for five minutes is a ticket.", "short",
          ("max by (instance, pool_name) (vertx_pool_queue_pending{%s})" % SQL, "{{pool_name}} {{instance}}"),
          limits=steps(1, 100), runbook="requests-are-slow"),
    panel("Wait for a connection, p95", "Of each pool to PostgreSQL.", "s",
          p95("vertx_pool_queue_time_seconds", "pool_name", "{{pool_name}}", SQL), limits=steps(0.05, 0.5),
          runbook="requests-are-slow"),
    panel("Statements", "From a statement to its result.", "s", *quantiles("vertx_sql_processing_time_seconds", I),
          limits=steps(0.1, 1), runbook="requests-are-slow"),
    panel("Statements under way", "Sent and not yet answered; and connections that were lost, in a second.", "short",
          ("sum by (instance) (vertx_sql_processing_pending{%s})" % I, "under way {{instance}}"),
          ("sum by (instance) (rate(vertx_sql_resets_total{%s}[$__rate_interval]))" % I, "lost {{instance}}"),
          runbook="the-database-is-away"),
    panel("Delay of event loops, p99", "How late an event loop comes when it is called.", "s",
          ("histogram_quantile(0.99, sum by (le, instance) (rate(showcase_eventloop_delay_seconds_bucket{%s}"
           "[$__rate_interval])))" % I, "{{instance}}"),
          ("max by (instance) (showcase_eventloop_silence_seconds{%s})" % I, "overdue now {{instance}}"),
          limits=steps(0.05, 1), runbook="requests-are-slow"),
    panel("Blocked event loops", "Times that one came over a second late.", "short",
          ("sum by (instance) (increase(showcase_eventloop_blocked_total{%s}[$__rate_interval]))" % I, "{{instance}}"),
          limits=steps(1), runbook="requests-are-slow"),
    panel("Worker pools", "Work that waits for a thread.", "short",
          ('max by (instance, pool_name) (vertx_pool_queue_pending{%s,pool_type="worker"})' % I,
           "{{pool_name}} {{instance}}"), limits=steps(10, 100), runbook="requests-are-slow"),
    panel("Heap", "In use and allowed.", "bytes",
          ('sum by (instance) (jvm_memory_used_bytes{%s,area="heap"})' % I, "used {{instance}}"),
          ('sum by (instance) (jvm_memory_max_bytes{%s,area="heap"} > 0)' % I, "allowed {{instance}}"),
          runbook="requests-are-slow"),
    panel("Pauses of the collector", "The part of the time that the JVM stands still.", "percentunit",
          ("sum by (instance) (rate(jvm_gc_pause_seconds_sum{%s}[$__rate_interval]))" % I, "{{instance}}"),
          limits=steps(0.05, 0.2), runbook="requests-are-slow"),
    panel("Memory outside the heap", "Direct buffers and the JVM's own.", "bytes",
          ("sum by (instance) (jvm_buffer_memory_used_bytes{%s})" % I, "buffers {{instance}}"),
          ('sum by (instance) (jvm_memory_used_bytes{%s,area="nonheap"})' % I, "JVM {{instance}}")),
    panel("Threads", "Living threads of each process.", "short",
          ("sum by (instance) (jvm_threads_live_threads{%s})" % I, "{{instance}}")),
    panel("CPU", "Of the process, and of its machine.", "percentunit",
          ("max by (instance) (process_cpu_usage{%s})" % I, "process {{instance}}"),
          ("max by (instance) (system_cpu_usage{%s})" % I, "machine {{instance}}"), limits=steps(0.6, 0.9)),
    panel("File descriptors", "In use, as a part of those allowed.", "percentunit",
          ("max by (instance) (process_files_open_files{%s} / process_files_max_files{%s})" % (I, I), "{{instance}}"),
          limits=steps(0.6, 0.8), runbook="requests-are-slow"),
    panel("Members of the cluster", "As each process sees them; 0: it is in none. All should say the same.", "short",
          ("max by (instance) (showcase_cluster_members{%s})" % I, "{{instance}}"),
          runbook="the-cluster-is-split-or-a-node-is-alone"),
    panel("Uptime", "A fall to 0 is a restart.", "s",
          ("max by (instance) (process_uptime_seconds{%s})" % I, "{{instance}}"), runbook="an-instance-is-down"),
]


def metric(namespace, name, statistic, label, **dimensions):
    return {"namespace": namespace, "metricName": name, "statistic": statistic, "label": label, "period": "60",
            "dimensions": dimensions, "region": "$region", "queryMode": "Metrics", "metricQueryType": 0,
            "metricEditorMode": 0, "matchExact": True, "id": "", "expression": ""}


def alb(name, statistic, label, **more):
    return metric("AWS/ApplicationELB", name, statistic, label, LoadBalancer="$loadbalancer", **more)


def of(dimension):
    """CloudWatch fills in the dimension's value for each series."""
    return "${PROP('Dim.%s')}" % dimension


def core(name, statistic, label, **more):
    """What Core's nodes say of themselves, added up; pulumi's core-metrics.json sends it."""
    return metric("ANB/Core", name, statistic, label, component="core", **more)


def rds(name, statistic, label=of("DBInstanceIdentifier")):
    return metric("AWS/RDS", name, statistic, label, DBInstanceIdentifier="$database")


def edge(title, description, unit, *queries, **more):
    return panel(title, description, unit, *queries, source="cloudwatch", **more)


EDGE = [
    edge("Requests", "Requests a minute at the load balancer.", "short", alb("RequestCount", "Sum", "requests")),
    edge("Errors", "5xx of the services (target) and of the load balancer itself (elb: no healthy target).", "short",
         alb("HTTPCode_Target_5XX_Count", "Sum", "target 5xx"), alb("HTTPCode_ELB_5XX_Count", "Sum", "elb 5xx"),
         alb("HTTPCode_Target_4XX_Count", "Sum", "target 4xx"), limits=steps(1, 10), runbook="many-requests-fail"),
    edge("Time to answer, p95", "From the load balancer's view, uploads included.", "s",
         alb("TargetResponseTime", "p95", "p95"), limits=steps(0.5, 1), runbook="requests-are-slow"),
    edge("Healthy targets", "By target group. 0 is an outage.", "short",
         alb("HealthyHostCount", "Minimum", "healthy " + of("TargetGroup"), TargetGroup="*"),
         alb("UnHealthyHostCount", "Maximum", "unhealthy " + of("TargetGroup"), TargetGroup="*"),
         limits=steps(1, reverse=True), runbook="an-instance-is-down"),
    edge("Scaling group", "Instances of Core: wanted, and in service.", "short",
         metric("AWS/AutoScaling", "GroupDesiredCapacity", "Maximum", "wanted", AutoScalingGroupName="$asg"),
         metric("AWS/AutoScaling", "GroupInServiceInstances", "Minimum", "in service", AutoScalingGroupName="$asg"),
         limits=steps(1, reverse=True), runbook="an-instance-is-down"),
    edge("CPU of Core", "Mean of the group: above 60 % it grows.", "percent",
         metric("AWS/EC2", "CPUUtilization", "Average", "mean", AutoScalingGroupName="$asg"), limits=steps(60, 90)),
    edge("CPU credits", "Of the group's instances. At 0 a t3 is slow.", "short",
         metric("AWS/EC2", "CPUCreditBalance", "Minimum", "credits", AutoScalingGroupName="$asg"),
         limits=steps(20, 50, reverse=True), runbook="requests-are-slow"),
    edge("Votes of Core", "Votes a minute of all nodes, by what became of them; refused: answered 503.", "short",
         core("showcase_vote_cast_total", "Sum", of("outcome"), outcome="*"),
         core("showcase_vote_refused_total", "Sum", "refused"), runbook="votes-are-slow-or-refused"),
    edge("Requests to Core", "Requests a minute of all nodes, health checks included.", "short",
         core("showcase_http_answered_total", "Sum", "requests")),
    edge("How old", "The oldest job not sent, the last word of Auth, and the ranking, on the node where it is worst.", "s",
         core("showcase_relay_backlog_age_seconds", "Maximum", "job not sent"),
         core("showcase_revocations_age_seconds", "Maximum", "word of Auth"),
         core("showcase_ranking_age_seconds", "Maximum", "ranking"), limits=steps(60, 120),
         runbook="the-broker-is-away"),
    edge("Videos that wait", "As Core hears it of the broker; dead letters need somebody.", "short",
         core("showcase_queue_ready", "Maximum", of("queue"), queue="*"), limits=steps(20, 100),
         runbook="the-backlog-grows-though-the-broker-is-there"),
    edge("CPU of the databases", "Of each RDS instance.", "percent", rds("CPUUtilization", "Average"),
         limits=steps(70, 90), runbook="requests-are-slow"),
    edge("Connections to the databases", "About 80 is the most of a db.t3.micro.", "short",
         rds("DatabaseConnections", "Maximum"), limits=steps(60, 80), runbook="requests-are-slow"),
    edge("Disk of the databases", "Free space. A full disk stops all writes.", "bytes", rds("FreeStorageSpace", "Minimum"),
         limits=steps(2e9, 5e9, reverse=True), runbook="the-database-is-away"),
    edge("Memory of the databases", "Freeable.", "bytes", rds("FreeableMemory", "Minimum"),
         limits=steps(5e7, 1e8, reverse=True), runbook="requests-are-slow"),
    edge("Latency of the databases' disks", "Of a write and of a read: the floor under every vote.", "s",
         rds("WriteLatency", "Average", "write " + of("DBInstanceIdentifier")),
         rds("ReadLatency", "Average", "read " + of("DBInstanceIdentifier")), limits=steps(0.01, 0.05),
         runbook="requests-are-slow"),
]

LINES = '{job="anb", component=~"$component", instance=~"$instance"}'


def logs(title, description, unit, *queries, **more):
    return panel(title, description, unit, *queries, source="loki", **more)


LOGS = [
    logs("Errors", "Lines of level ERROR in a second, by component.", "short",
         ('sum by (component) (rate({job="anb", level=~"ERROR|FATAL", component=~"$component", '
          'instance=~"$instance"} [$__auto]))', "{{component}}"), limits=steps(0.1, 1)),
    logs("Lines", "By level, in a second.", "short",
         ("sum by (level) (rate(%s [$__auto]))" % LINES, "{{level}}")),
    logs("Slow requests", "Requests over a second, by route, in a second.", "short",
         ('sum by (fields_route) (rate(%s | json | fields_millis > 1000 [$__auto]))' % LINES, "{{fields_route}}"),
         runbook="requests-are-slow"),
    logs("Last errors and warnings", "Newest first; a line opens to show its fields.", "none",
         ('{job="anb", level=~"ERROR|FATAL|WARN", component=~"$component", instance=~"$instance"}', ""),
         kind="logs", width=24, height=10),
    logs("One request", "All lines with a correlation id or a trace id, of every component.", "none",
         ('%s |= "$search"' % LINES, ""), kind="logs", width=24, height=10),
    logs("Broker and system", "What the other units of the hosts say at level warning or above.", "none",
         ('{job="system", level=~"warning|err|crit|alert|emerg"}', ""), kind="logs", width=24, height=8),
]


def source_variable(name, kind, label):
    return {"name": name, "type": "datasource", "query": kind, "label": label, "hide": 0, "includeAll": False,
            "multi": False, "refresh": 1, "regex": "", "options": []}


def query_variable(name, label, query, kind="prometheus", many=True):
    made = {"name": name, "type": "query", "label": label, "datasource": ds(kind), "query": query, "refresh": 2,
            "includeAll": many, "multi": many, "hide": 0, "sort": 1, "regex": "", "options": []}
    if many:
        made["current"] = {"text": "All", "value": "$__all"}
        if kind != "cloudwatch":
            made["allValue"] = ".*"
    return made


RUNBOOK = {"name": "runbook", "type": "constant", "label": "Runbook", "query": "docs/runbook.md", "hide": 2,
           "current": {"text": "docs/runbook.md", "value": "docs/runbook.md"}, "options": []}
PROMETHEUS = source_variable("datasource", "prometheus", "Prometheus")


def instances(job):
    return query_variable("instance", "Instance", {"query": "label_values(up{job=~\"%s\"}, instance)" % job,
                                                   "refId": "instance"})


def aws(query):
    return {**query, "region": "$region", "refId": "variable"}


AWS_VARIABLES = [
    source_variable("cloudwatch", "cloudwatch", "CloudWatch"),
    {"name": "region", "type": "constant", "label": "Region", "query": "default", "hide": 2,
     "current": {"text": "default", "value": "default"}, "options": []},
    query_variable("loadbalancer", "Load balancer", aws({"queryType": "dimensionValues",
                   "namespace": "AWS/ApplicationELB", "metricName": "RequestCount", "dimensionKey": "LoadBalancer"}),
                   "cloudwatch", many=False),
    query_variable("asg", "Scaling group", aws({"queryType": "dimensionValues", "namespace": "AWS/AutoScaling",
                   "metricName": "GroupInServiceInstances", "dimensionKey": "AutoScalingGroupName"}), "cloudwatch",
                   many=False),
    query_variable("database", "Database", aws({"queryType": "dimensionValues", "namespace": "AWS/RDS",
                   "metricName": "CPUUtilization", "dimensionKey": "DBInstanceIdentifier"}), "cloudwatch"),
]

LOKI_VARIABLES = [
    source_variable("loki", "loki", "Loki"),
    query_variable("component", "Component", {"label": "component", "type": 1, "stream": '{job="anb"}', "refId": "c"},
                   "loki"),
    query_variable("instance", "Instance", {"label": "instance", "type": 1, "stream": '{job="anb"}', "refId": "i"},
                   "loki"),
    {"name": "search", "type": "textbox", "label": "Correlation or trace id", "query": "", "hide": 0,
     "current": {"text": "", "value": ""}, "options": []},
]


def place(panels):
    x = y = row = 0
    for number, made in enumerate(panels, 1):
        width, height = made.pop("_w"), made.pop("_h")
        if x + width > 24:
            x, y, row = 0, y + row, 0
        made["id"] = number
        made["gridPos"] = {"x": x, "y": y, "w": width, "h": height}
        x, row = x + width, max(row, height)
    return panels


def write(uid, title, description, panels, variables):
    document = {
        "uid": "anb-" + uid, "title": "ANB " + title, "description": description, "tags": ["anb"],
        "editable": False, "graphTooltip": 1, "schemaVersion": 39, "version": 1, "timezone": "browser",
        "time": {"from": "now-1h", "to": "now"}, "refresh": "30s", "fiscalYearStartMonth": 0, "weekStart": "",
        "links": [link("Dashboards", "", type="dashboards", tags=["anb"], asDropdown=True, icon="external link",
                       keepTime=True, targetBlank=False),
                  link("Runbook", "${runbook}")],
        "annotations": {"list": []}, "templating": {"list": [*variables, dict(RUNBOOK)]}, "panels": place(panels)}
    (FOLDER / (uid + ".json")).write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


write("overview", "Overview", "What is promised first, then what moves.", OVERVIEW, [PROMETHEUS])
write("votes", "Votes", "Votes from request to commit, and the ranking.", VOTES, [PROMETHEUS, instances("core")])
write("core-api", "Core API", "Requests, uploads and objects of Core.", CORE, [PROMETHEUS, instances("core")])
write("auth", "Auth", "Requests, logins and tokens.", AUTH, [PROMETHEUS, instances("auth")])
write("worker", "Worker and queue", "A video's way from the outbox to the result.", WORKER, [PROMETHEUS])
write("runtime", "Database and runtime", "Pools, event loops and the JVM of each process.", RUNTIME,
      [PROMETHEUS, instances("auth|core|worker")])
write("aws-edge", "AWS edge", "Load balancer, scaling group and databases, from CloudWatch.", EDGE, AWS_VARIABLES)
write("logs", "Logs", "What the services say, from Loki.", LOGS, LOKI_VARIABLES)
