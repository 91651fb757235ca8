import assert from "node:assert/strict";
import { at, request, requests } from "./helpers.ts";
import { eachCase } from "../../host/eachCase.ts";

describe("request lines", () => {
  const lines: [line: string, method: string, url: string, version?: string][] = [
    ["GET https://x/y", "GET", "https://x/y"],
    ["POST https://x/y HTTP/1.1", "POST", "https://x/y", "HTTP/1.1"],
    ["GET https://x/y HTTP/2 (Prior Knowledge)", "GET", "https://x/y", "HTTP/2 (Prior Knowledge)"],
    ["GET https://x/y (prior knowledge)", "GET", "https://x/y (prior knowledge)"],
    ["  \tPUT   https://x/y   HTTP/2  ", "PUT", "https://x/y", "HTTP/2"],
    ["get https://x/y", "GET", "https://x/y"],
    ["Get /y", "GET", "/y"],
    ["DELETE x.example/y?a=b c", "DELETE", "x.example/y?a=b c"],
    ["https://x/y", "GET", "https://x/y"],
    ["HTTPS://x/y HTTP/1.1", "GET", "HTTPS://x/y", "HTTP/1.1"],
    ["/y", "GET", "/y"],
    ["{{base}}/y", "GET", "{{base}}/y"],
    ["{{base}}", "GET", "{{base}}"],
    ["GET {{base}}/{{ path }}", "GET", "{{base}}/{{ path }}"],
    ["PATCH /y", "PATCH", "/y"],
    ["TRACE /y", "TRACE", "/y"],
    ["CONNECT x:443", "CONNECT", "x:443"],
    ["OPTIONS *", "OPTIONS", "*"],
    ["PROPFIND /y", "PROPFIND", "/y"],
    ["MKCALENDAR /y", "MKCALENDAR", "/y"],
    ["VERSION-CONTROL /y", "VERSION-CONTROL", "/y"],
    ["PURGE https://x/y", "PURGE", "https://x/y"],
    ["GRAPHQL https://x/graphql", "GRAPHQL", "https://x/graphql"],
    ["WEBSOCKET wss://x/y", "WEBSOCKET", "wss://x/y"],
    ["WS x.example/y", "WS", "x.example/y"],
    ["SSE https://x/y", "SSE", "https://x/y"],
    ["GRPC localhost:50051/a.B/C", "GRPC", "localhost:50051/a.B/C"],
    ["grpc://localhost:50051/a.B/C", "GET", "grpc://localhost:50051/a.B/C"],
    ["MQTT tcp://x:1883", "MQTT", "tcp://x:1883"],
    ["AMQP amqp://x:5672", "AMQP", "amqp://x:5672"],
    ["get x.example:8080/y", "GET", "x.example:8080/y"],
    ["localhost:3000", "GET", "localhost:3000"],
    ["x.example/y?a=b HTTP/1.1", "GET", "x.example/y?a=b", "HTTP/1.1"],
    ["EVENTSOURCE https://x/y", "EVENTSOURCE", "https://x/y"],
    ["REPORT x.example/y", "REPORT", "x.example/y"],
    ["GET https://x/\u{1f600}\ud800\0", "GET", "https://x/\u{1f600}\ud800\0"],
  ];
  it("are read with method, URL and version", () =>
    eachCase(
      lines,
      ([line]) => JSON.stringify(line),
      ([line, method, url, httpVersion]) => {
        const found = request(line);
        assert.deepEqual([found.method, found.url, found.httpVersion], [method, url, httpVersion]);
        assert.equal(at(line, found.urlRange), url);
        assert.equal(at(line, found.requestLineRange), line.trim());
        assert.equal(found.acceptsHeader, !/^(?:MQTT|AMQP)S?$/.test(method));
      },
    ));

  const others = [
    "",
    "GET",
    "GET ",
    "HTTP/1.1 200 OK",
    "HTTP/2 404",
    "Get the token first",
    "TODO write this",
    "NOTE: https://x/y",
    "see https://x/y",
    "mailto:someone@x",
    "ftp://x/y",
    "{{unclosed",
    "{{",
    "}}",
    "/* a comment",
    "curl",
    "curl ",
    "curl --help",
    "curly https://x",
    "12:30",
    "e.g. this",
    "README.md",
    "see x.example/y",
    "# GET https://x/y",
    "// GET https://x/y",
    "@url = https://x/y",
    "@typing",
    "< file.js",
    "?? status == 200",
    "\0GET https://x/y",
  ];
  it("are told apart from prose and saved responses", () =>
    eachCase(
      others,
      (line) => JSON.stringify(line),
      (line) => {
        assert.deepEqual(requests(line), []);
      },
    ));

  it("are ignored in a saved response, and below prose without a full URL", () => {
    assert.deepEqual(requests("some notes\nGET /y\nget https://x/y"), []);
    assert.equal(request("some notes\nGET https://x/y").requestLine, 1);
    assert.deepEqual(requests("HTTP/1.1 200 OK\nX: y\n\nGET https://x/y"), []);
  });

  describe("with continuation lines", () => {
    const continued: [text: string, url: string, end: number][] = [
      ["GET https://x\n  ?a=b\n\t&c=d\nX: y", "https://x?a=b&c=d", 2],
      ["GET https://x\n?a=b\n&c=d\nX: y", "https://x?a=b&c=d", 2],
      ["GET https://x HTTP/1.1\n  # one\n  ?a=b\n// two\n  &c=d\n# three\nX: y", "https://x?a=b&c=d", 4],
      ["GET https://x\n  /y\n  /z\n  ?a={{b}}", "https://x/y/z?a={{b}}", 3],
      ["GET https://x\n  {{path}}\n", "https://x{{path}}", 1],
      ["GET https://x\n# comment\nX: y\n  &a=b", "https://x", 0],
      ["GET https://x\n\n  ?a=b", "https://x", 0],
      ["GET https://x\n?? status == 200", "https://x", 0],
    ];
    it("include the lines below that continue the URL", () =>
      eachCase(
        continued,
        ([text]) => JSON.stringify(text),
        ([text, url, end]) => {
          assert.deepEqual([request(text).url, request(text).requestLineEnd], [url, end]);
        },
      ));
  });
});

describe("a URL over several lines", () => {
  it("ends before the version", () => {
    assert.equal(request("GET https://x/a\n  ?b=1\n  &c=2 HTTP/1.1\nX: y\n").url, "https://x/a?b=1&c=2");
    assert.equal(request("GET https://x/a\n  ?b=HTTP/1.1\n").url, "https://x/a?b=HTTP/1.1");
  });
});
