import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import * as names from "../../src/kubernetes/names.ts";
import { nameProblem, statefulSetPodsProblem } from "../../src/kubernetes/object-names.ts";
import {
  nodePortProblem,
  portNameProblem,
  portProblem,
  protocolProblem,
} from "../../src/kubernetes/ports.ts";

const CHECKS = {
  dns1123Label: names.dns1123LabelProblem,
  dns1035Label: names.dns1035LabelProblem,
  dns1123Subdomain: names.dns1123SubdomainProblem,
  host: names.hostProblem,
  labelKey: names.labelKeyProblem,
  annotationKey: names.annotationKeyProblem,
  labelValue: names.labelValueProblem,
  configKey: names.configKeyProblem,
  envName: names.envNameProblem,
  finalizer: names.finalizerProblem,
  pathSegment: names.pathSegmentNameProblem,
  portName: portNameProblem,
};

suite("names", () => {
  test("that are wrong are told with the right one", () => {
    const told: [keyof typeof CHECKS, string, RegExp][] = [
      ["dns1123Label", "My_App", /write "my-app"$/],
      ["dns1123Label", "webServer", /write "web-server"$/],
      ["dns1123Label", "a".repeat(64), /64 characters, at most 63/],
      ["dns1035Label", "1st-app", /write "st-app"$/],
      ["dns1123Subdomain", "My.App_1", /write "my.app-1"$/],
      ["host", "https://App.example.com/x", /write "app.example.com"$/],
      ["host", "app.example.com:8080", /write "app.example.com"$/],
      ["host", "10.0.0.1", /IP address/],
      ["host", "a.*.com", /"\*\.example\.com"/],
      ["labelKey", "a/b/c", /at most one "\/"/],
      ["labelKey", "my app", /write "my-app"$/],
      ["labelKey", "My_Org/app", /its prefix "My_Org".*"my-org"/],
      ["labelValue", "not valid", /write "not-valid"$/],
      ["configKey", "conf/app.yaml", /write "conf_app.yaml"$/],
      ["configKey", "..data", /file name/],
      ["envName", "A=B", /write "A_B"$/],
      ["finalizer", "mine", /needs a prefix/],
      ["pathSegment", "a/b", /nor contain "\/"/],
      ["portName", "HTTP", /write for example "http"$/],
      ["portName", "8080", /at least one letter/],
      ["portName", "a-very-long-port-name", /21 characters, at most 15/],
    ];
    for (const [check, text, message] of told)
      assert.match(CHECKS[check](text) ?? "", message, text);
  });

  test("of any kind of text give an answer that can be read", () => {
    const odd = fc.constantFrom(..."aA0-._/*:%= \n\u0000üß日😀");
    const anything = fc.oneof(fc.string(), fc.string({ unit: odd }), fc.constant("-".repeat(1e5)));
    fc.assert(
      fc.property(anything, fc.constantFrom(...Object.values(CHECKS)), (text, check) => {
        const problem = check(text);
        assert.ok(problem === undefined || (problem.length > 10 && problem.length < 700));
      }),
    );
  });

  test("that are suggested are right", () => {
    const suggesting = [
      "dns1123Label",
      "dns1123Subdomain",
      "host",
      "configKey",
      "portName",
    ] as const;
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...suggesting), (text, name) => {
        const [, suggestion] = / "([^"\\]+)"$/.exec(CHECKS[name](text) ?? "") ?? [];
        if (suggestion !== undefined) assert.equal(CHECKS[name](suggestion), undefined);
      }),
    );
  });

  test("follow the rule of their kind", () => {
    const long = (length: number) => "a".repeat(length);
    const right: [string, string, number?][] = [
      ["ConfigMap", "my.config"],
      ["Role", "system:my:Role"],
      ["PodDisruptionBudget", "My_Budget"],
      ["Service", "1st"],
      ["CronJob", long(52)],
      ["Job", long(63)],
      ["Certificate", "any.custom-resource"],
    ];
    const wrong: [string, string, number?][] = [
      ["ConfigMap", "My-Config"],
      ["Role", "a/b"],
      ["Service", "my.service"],
      ["Service", "1st", 35],
      ["CronJob", long(53)],
      ["Job", long(64)],
      ["StatefulSet", "a.b"],
      ["Deployment", ""],
    ];
    for (const each of right) assert.equal(nameProblem(...each), undefined, each.join(" "));
    for (const each of wrong) assert.notEqual(nameProblem(...each), undefined, each.join(" "));
  });

  test("of StatefulSets leave room for the names of pods and revisions", () => {
    assert.equal(statefulSetPodsProblem("a".repeat(52)), undefined);
    assert.match(statefulSetPodsProblem("a".repeat(53)) ?? "", /no pod can be created/);
  });
});

suite("ports", () => {
  test("are whole numbers in range", () => {
    assert.deepEqual([1, 80, 65535].map(portProblem), [undefined, undefined, undefined]);
    for (const port of [0, -1, 65536, 1.5, Number.NaN])
      assert.match(portProblem(port) ?? "", /1 to 65535/);
    assert.deepEqual([30000, 32767].map(nodePortProblem), [undefined, undefined]);
    for (const port of [29999, 32768]) assert.match(nodePortProblem(port) ?? "", /30000 to 32767/);
  });

  test("have a protocol in capitals", () => {
    assert.equal(protocolProblem("TCP"), undefined);
    assert.match(protocolProblem("udp") ?? "", /write "UDP"$/);
    assert.match(protocolProblem("http") ?? "", /TCP, UDP, SCTP/);
  });
});
