/*
 * An HTTP/1.1 load generator with one thread: closed loop (every connection sends its next request when it has the
 * answer to the last) or open loop (--rate: requests are due at a constant rate, whatever the server does, and a
 * latency counts from the moment a request was due: no coordinated omission). At the end it waits for every answer, so
 * what it counts as acknowledged is exact. Prints one line of JSON.
 *
 *   load --port 8000 --connections 512 --seconds 3 [--rate 5000] --request FILE
 *   load --port 8000 --connections 512 --seconds 3 [--rate 5000] --votes wide|hot|few|same --tokens FILE --videos FILE
 *
 * --request: the bytes of one request, sent again and again. --votes: request k is the vote of a user for a video:
 *   wide  every video in turn, and no pair twice
 *   hot   everybody for one video, then everybody for the next
 *   few   the first 50 videos
 *   same  everybody for the first video, over and over
 * --lap N begins as if everybody had voted N times already, so that several generators don't cast the same votes.
 * Latencies of answers of 2xx and 3xx (accepted) and of the others (refused) are told apart.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { INPUT = 16 << 10, OUTPUT = 4 << 10, FEW = 50, EVENTS = 1024 };
static const int64_t SECOND = 1000000000LL;
static const int64_t DRAIN = 15 * 1000000000LL;

typedef struct {
    int fd;
    bool busy;
    int64_t since;
    size_t body;
    bool in_body;
    int status;
    /* The begin of a head that is not whole yet. */
    char *head;
    size_t head_length;
    /* What of its request could not be sent at once. */
    char *rest;
    size_t rest_length;
} connection;

typedef struct { char **lines; size_t count; } text_lines;

static struct sockaddr_in server;
static int poller;
static char mode;
/* What is sent now and what came in now: one for all connections, so that it stays in the cache. */
static char request[OUTPUT];
static char input[INPUT];
static size_t request_length;
static bool fixed_request;
static text_lines tokens, videos;
static uint64_t sent, answered, within, well_within, first_lap, statuses[600];
static int64_t started, ends;

/* Latencies in microseconds: 128 linear steps for each power of two, so an error below 1 %. */
enum { STEPS = 128, POWERS = 26 };
static uint64_t buckets[2][POWERS * STEPS];

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * SECOND + t.tv_nsec;
}

static void fail(const char *what) {
    perror(what);
    exit(2);
}

static size_t bucket_of(uint64_t micros) {
    if (micros < STEPS) return micros;
    int power = 63 - __builtin_clzll(micros) - 6;
    size_t index = (size_t)power * STEPS / 2 + (micros >> power);
    return index < POWERS * STEPS ? index : POWERS * STEPS - 1;
}

static uint64_t value_of(size_t index) {
    if (index < STEPS) return index;
    size_t power = index / (STEPS / 2) - 1;
    return (index - power * (STEPS / 2)) << power;
}

static uint64_t percentile(const uint64_t *counts, double share) {
    uint64_t all = 0, seen = 0;
    for (size_t i = 0; i < POWERS * STEPS; i++) all += counts[i];
    for (size_t i = 0; i < POWERS * STEPS; i++) {
        seen += counts[i];
        if (seen > 0 && (double)seen >= share * (double)all) return value_of(i);
    }
    return 0;
}

static void report_percentiles(const char *name, const uint64_t *counts) {
    printf(",\"%s\":{\"p50_us\":%lu,\"p99_us\":%lu,\"p999_us\":%lu}", name,
        percentile(counts, 0.5), percentile(counts, 0.99), percentile(counts, 0.999));
}

static text_lines read_lines(const char *path) {
    text_lines all = {NULL, 0};
    FILE *file = fopen(path, "r");
    if (!file) fail(path);
    char *line = NULL;
    size_t size = 0;
    for (ssize_t length; (length = getline(&line, &size, file)) > 0;) {
        if (line[length - 1] == '\n') line[length - 1] = 0;
        all.lines = realloc(all.lines, (all.count + 1) * sizeof(char *));
        all.lines[all.count++] = strdup(line);
    }
    free(line);
    fclose(file);
    if (all.count == 0) {
        fprintf(stderr, "%s is empty\n", path);
        exit(2);
    }
    return all;
}

static void read_request(const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) fail(path);
    request_length = fread(request, 1, OUTPUT, file);
    fixed_request = true;
    fclose(file);
}

static void next_request(void) {
    if (fixed_request) return;
    uint64_t k = sent;
    uint64_t user = k % tokens.count, lap = first_lap + k / tokens.count, video = 0;
    if (mode == 'w') video = (user * 7919 + lap) % videos.count;
    if (mode == 'h') video = lap % videos.count;
    if (mode == 'f') video = (user + lap) % FEW;
    request_length = (size_t)snprintf(request, OUTPUT,
        "POST /api/public/videos/%s/vote HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\nContent-Length: 0\r\n\r\n",
        videos.lines[video], tokens.lines[user]);
}

static void watch(connection *c, int operation, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = c};
    if (epoll_ctl(poller, operation, c->fd, &event)) fail("epoll_ctl");
}

static void open_connection(connection *c) {
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&server, sizeof server)) fail("connect");
    int one = 1;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    c->busy = c->in_body = false;
    c->head_length = 0;
    free(c->rest);
    c->rest = NULL;
    watch(c, EPOLL_CTL_ADD, EPOLLIN);
}

static void reopen(connection *c) {
    close(c->fd);
    open_connection(c);
}

static void send_all(connection *c, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t n = send(c->fd, bytes, length, MSG_NOSIGNAL);
        if (n > 0) {
            bytes += n;
            length -= (size_t)n;
        } else if (errno == EAGAIN) {
            c->rest = memcpy(malloc(length), bytes, length);
            c->rest_length = length;
            watch(c, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
            return;
        } else {
            reopen(c);
            return;
        }
    }
}

static void send_rest(connection *c) {
    char *rest = c->rest;
    c->rest = NULL;
    watch(c, EPOLL_CTL_MOD, EPOLLIN);
    if (rest) send_all(c, rest, c->rest_length);
    free(rest);
}

static void start_request(connection *c, int64_t due) {
    next_request();
    sent++;
    c->busy = true;
    c->since = due;
    send_all(c, request, request_length);
}

static void finish(connection *c) {
    int64_t at = now();
    c->busy = c->in_body = false;
    answered++;
    bool refused = c->status >= 400 || c->status < 200;
    if (at <= ends) within++;
    if (at <= ends && !refused) well_within++;
    if (c->status < 600) statuses[c->status]++;
    buckets[refused][bucket_of((uint64_t)(at - c->since) / 1000)]++;
}

static size_t content_length(const char *head) {
    static const char name[] = "content-length:";
    for (const char *line = head; (line = strchr(line, '\n')); ) {
        line++;
        if ((*line | 32) == 'c' && !strncasecmp(line, name, sizeof name - 1)) {
            return strtoull(line + sizeof name - 1, NULL, 10);
        }
    }
    return 0;
}

static void keep_head(connection *c, size_t have) {
    c->head = realloc(c->head, have);
    c->head_length = have;
    memcpy(c->head, input, have);
}

/* Whether the answer was whole; of the input, `have` bytes are its. */
static bool take_answer(connection *c, size_t have) {
    size_t part = have;
    if (!c->in_body) {
        char *end = memmem(input, have, "\r\n\r\n", 4);
        if (!end) {
            keep_head(c, have);
            return false;
        }
        *end = 0;
        c->status = have > 12 ? atoi(input + 9) : 0;
        c->body = c->status == 304 || c->status == 204 ? 0 : content_length(input);
        c->in_body = true;
        part = have - (size_t)(end - input) - 4;
    }
    c->body -= part < c->body ? part : c->body;
    if (c->body > 0) return false;
    finish(c);
    return true;
}

static void on_input(connection *c) {
    for (;;) {
        size_t have = c->head_length;
        if (have > 0) memcpy(input, c->head, have);
        ssize_t n = recv(c->fd, input + have, INPUT - have, 0);
        if (n < 0 && errno == EAGAIN) return;
        /* Gone, or a head that does not end. */
        if (n <= 0) {
            reopen(c);
            return;
        }
        c->head_length = 0;
        if (c->busy && take_answer(c, have + (size_t)n)) return;
    }
}

static int wait_for_events(struct epoll_event *events, int64_t until) {
    int64_t left = until - now();
    if (left < 0) left = 0;
    struct timespec limit = {left / SECOND, left % SECOND};
    int n = epoll_pwait2(poller, events, EVENTS, &limit, NULL);
    if (n < 0 && errno != EINTR) fail("epoll_pwait2");
    return n < 0 ? 0 : n;
}

static void run(connection *all, int count, double rate) {
    connection **idle = malloc(sizeof(connection *) * (size_t)count);
    int idle_count = 0, busy = 0;
    struct epoll_event events[EVENTS];
    for (int i = count - 1; i >= 0; i--) idle[idle_count++] = &all[i];
    for (;;) {
        int64_t at = now();
        while (idle_count > 0 && at < ends) {
            int64_t due = rate > 0 ? started + (int64_t)((double)sent / rate * (double)SECOND) : at;
            if (due > at) break;
            connection *c = idle[--idle_count];
            start_request(c, due);
            if (c->busy) {
                busy++;
            } else {
                idle[idle_count++] = c;
                break;
            }
        }
        if (at >= ends && (busy == 0 || at > ends + DRAIN)) break;
        int64_t wake = at >= ends ? ends + DRAIN : ends;
        if (rate > 0 && idle_count > 0 && at < ends) {
            int64_t due = started + (int64_t)((double)sent / rate * (double)SECOND);
            if (due < wake) wake = due;
        }
        int n = wait_for_events(events, wake);
        for (int i = 0; i < n; i++) {
            connection *c = events[i].data.ptr;
            bool was_busy = c->busy;
            if (events[i].events & EPOLLOUT) send_rest(c);
            if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) on_input(c);
            if (was_busy && !c->busy) {
                idle[idle_count++] = c;
                busy--;
            }
        }
    }
    free(idle);
}

static void report(double rate) {
    double seconds = (double)(ends - started) / (double)SECOND;
    uint64_t due = rate > 0 ? (uint64_t)(rate * seconds) : sent;
    printf("{\"per_second\":%.1f,\"accepted_per_second\":%.1f,\"seconds\":%.3f,\"sent\":%lu,\"answered\":%lu,\"unsent\":%lu,\"broken\":%lu,\"statuses\":{",
        (double)within / seconds, (double)well_within / seconds, seconds, sent, answered, due > sent ? due - sent : 0, sent - answered);
    const char *comma = "";
    for (int i = 0; i < 600; i++) {
        if (statuses[i]) {
            printf("%s\"%d\":%lu", comma, i, statuses[i]);
            comma = ",";
        }
    }
    printf("}");
    report_percentiles("accepted", buckets[0]);
    report_percentiles("refused", buckets[1]);
    printf("}\n");
}

int main(int argc, char **argv) {
    int port = 0, count = 64;
    double seconds = 1, rate = 0;
    for (int i = 1; i + 1 < argc; i += 2) {
        const char *value = argv[i + 1];
        if (!strcmp(argv[i], "--port")) port = atoi(value);
        else if (!strcmp(argv[i], "--connections")) count = atoi(value);
        else if (!strcmp(argv[i], "--seconds")) seconds = atof(value);
        else if (!strcmp(argv[i], "--rate")) rate = atof(value);
        else if (!strcmp(argv[i], "--lap")) first_lap = strtoull(value, NULL, 10);
        else if (!strcmp(argv[i], "--request")) read_request(value);
        else if (!strcmp(argv[i], "--votes")) mode = value[0];
        else if (!strcmp(argv[i], "--tokens")) tokens = read_lines(value);
        else if (!strcmp(argv[i], "--videos")) videos = read_lines(value);
        else {
            fprintf(stderr, "unknown option %s\n", argv[i]);
            return 2;
        }
    }
    if (!fixed_request && (!mode || !tokens.count || !videos.count)) {
        fprintf(stderr, "--request, or --votes with --tokens and --videos\n");
        return 2;
    }
    server = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    inet_pton(AF_INET, "127.0.0.1", &server.sin_addr);
    struct rlimit files;
    if (!getrlimit(RLIMIT_NOFILE, &files)) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    poller = epoll_create1(0);
    connection *all = calloc((size_t)count, sizeof(connection));
    for (int i = 0; i < count; i++) open_connection(&all[i]);
    started = now();
    ends = started + (int64_t)(seconds * (double)SECOND);
    run(all, count, rate);
    report(rate);
    return 0;
}
