// A cdk8s program as its documentation teaches it: cdk8s-plus constructs in one chart where there is a
// construct for the kind, ApiObject for operators' kinds. What Slipway renders is given as literals by
// the module DATA, so that all that is paid for is the constructs and their output.
const { ApiObject, App, Chart, Cron, Duration, Size } = require("cdk8s");
const kplus = require("cdk8s-plus-33");

const app = new App();
const chart = new Chart(app, "platform");
const programs = new Map();
const services = new Map();
const selections = new Map();
const references = new Map();

const seconds = (count) => (count === undefined ? undefined : Duration.seconds(count));
const cpu = (text) =>
  String(text).endsWith("m")
    ? kplus.Cpu.millis(Number.parseInt(text, 10))
    : kplus.Cpu.units(Number(text));
const size = (text) =>
  text.endsWith("Gi")
    ? Size.gibibytes(Number.parseInt(text, 10))
    : Size.mebibytes(Number.parseInt(text, 10));
const metadata = ({ name, namespace, labels, annotations }) => ({
  name,
  namespace,
  labels,
  annotations,
});

let count = 0;
const fresh = () => count++;

/** Programs keep what they refer to in a constant, so each is made once. */
function named(kind, name) {
  const key = `${kind}/${name}`;
  if (!references.has(key)) {
    references.set(key, kplus[kind][`from${kind}Name`](chart, `${kind}-of-${fresh()}`, name));
  }
  return references.get(key);
}

/** Pods with these labels, made once like the others. */
function pods(labels, namespaces) {
  const key = JSON.stringify([labels, namespaces]);
  if (!selections.has(key)) {
    const within =
      namespaces && kplus.Namespaces.select(chart, `namespaces-${fresh()}`, { labels: namespaces });
    const options = { labels, namespaces: within };
    selections.set(key, kplus.Pods.select(chart, `pods-${fresh()}`, options));
  }
  return selections.get(key);
}

function probe(of) {
  if (of === undefined) return undefined;
  const options = {
    failureThreshold: of.failureThreshold,
    initialDelaySeconds: seconds(of.initialDelaySeconds),
    periodSeconds: seconds(of.periodSeconds),
    timeoutSeconds: seconds(of.timeoutSeconds),
  };
  if (of.exec) return kplus.Probe.fromCommand(of.exec.command, options);
  if (of.httpGet) return kplus.Probe.fromHttpGet(of.httpGet.path, options);
  return kplus.Probe.fromTcpSocket(options);
}

function value(variable) {
  const { secretKeyRef, fieldRef } = variable.valueFrom ?? {};
  if (secretKeyRef) {
    const secret = named("Secret", secretKeyRef.name);
    return kplus.EnvValue.fromSecretValue({ secret, key: secretKeyRef.key });
  }
  if (fieldRef) return kplus.EnvValue.fromFieldRef(fieldRef.fieldPath);
  return kplus.EnvValue.fromValue(variable.value);
}

function volume(of) {
  const id = `volume-${fresh()}`;
  if (of.configMap) {
    return kplus.Volume.fromConfigMap(chart, id, named("ConfigMap", of.configMap.name), {
      name: of.name,
    });
  }
  if (of.secret) {
    return kplus.Volume.fromSecret(chart, id, named("Secret", of.secret.secretName), {
      name: of.name,
    });
  }
  if (of.persistentVolumeClaim) {
    const claim = kplus.PersistentVolumeClaim.fromClaimName(
      chart,
      `claim-${fresh()}`,
      of.persistentVolumeClaim.claimName,
    );
    return kplus.Volume.fromPersistentVolumeClaim(chart, id, claim, { name: of.name });
  }
  return kplus.Volume.fromEmptyDir(chart, id, of.name);
}

function container(of, volumes) {
  const { requests, limits } = of.resources ?? {};
  const [port] = of.ports ?? [];
  return {
    name: of.name,
    image: of.image,
    command: of.command,
    args: of.args,
    portNumber: port?.containerPort,
    envVariables: Object.fromEntries((of.env ?? []).map((each) => [each.name, value(each)])),
    envFrom: (of.envFrom ?? []).map((each) =>
      each.configMapRef
        ? kplus.Env.fromConfigMap(named("ConfigMap", each.configMapRef.name))
        : kplus.Env.fromSecret(named("Secret", each.secretRef.name)),
    ),
    liveness: probe(of.livenessProbe),
    readiness: probe(of.readinessProbe),
    startup: probe(of.startupProbe),
    resources: requests && {
      cpu: { request: cpu(requests.cpu), limit: limits?.cpu && cpu(limits.cpu) },
      memory: { request: size(requests.memory), limit: limits?.memory && size(limits.memory) },
    },
    securityContext: { user: 1000, group: 1000, readOnlyRootFilesystem: true },
    volumeMounts: (of.volumeMounts ?? [])
      .filter(
        (mount, at, all) => all.findIndex((each) => each.mountPath === mount.mountPath) === at,
      )
      .map((mount) => ({
        path: mount.mountPath,
        volume: volumes.get(mount.name),
        readOnly: mount.readOnly,
      })),
  };
}

function pod(template) {
  const volumes = new Map((template.spec.volumes ?? []).map((each) => [each.name, volume(each)]));
  return {
    containers: template.spec.containers.map((each) => container(each, volumes)),
    initContainers: (template.spec.initContainers ?? []).map((each) => container(each, volumes)),
    podMetadata: { labels: template.metadata?.labels, annotations: template.metadata?.annotations },
    serviceAccount: named("ServiceAccount", template.spec.serviceAccountName ?? "default"),
    securityContext: { fsGroup: 1000, ensureNonRoot: true },
  };
}

function block({ cidr, except }) {
  const family = cidr.includes(":") ? "ipv6" : "ipv4";
  return kplus.NetworkPolicyIpBlock[family](chart, `block-${fresh()}`, cidr, except);
}

function network(rules, direction) {
  return (rules ?? []).flatMap((rule) => {
    const ports = (rule.ports ?? []).map((each) =>
      kplus.NetworkPolicyPort.tcp(Number(each.port) || 80),
    );
    return (rule[direction] ?? [{}]).map(({ ipBlock, podSelector, namespaceSelector }) => ({
      ports,
      peer: ipBlock
        ? block(ipBlock)
        : pods(podSelector?.matchLabels, namespaceSelector?.matchLabels),
    }));
  });
}

const resource = (apiGroup) => (resourceType) =>
  kplus.ApiResource.custom({ apiGroup, resourceType });
const rule = (of) => ({ verbs: of.verbs, resources: of.resources.map(resource(of.apiGroups[0])) });

function cron(line) {
  const [minute, hour, day, month, weekDay] = line.split(" ");
  return new Cron({ minute, hour, day, month, weekDay });
}

function backend({ name, port }) {
  return kplus.IngressBackend.fromService(services.get(name), { port: port.number });
}

/** The construct for each kind that cdk8s-plus has. */
const make = {
  ConfigMap: (id, of) =>
    new kplus.ConfigMap(chart, id, { metadata: metadata(of.metadata), data: of.data }),
  CronJob: (id, of) =>
    new kplus.CronJob(chart, id, {
      metadata: metadata(of.metadata),
      schedule: cron(of.spec.schedule),
      ...pod(of.spec.jobTemplate.spec.template),
    }),
  Deployment: (id, of) => {
    const options = { metadata: metadata(of.metadata), ...pod(of.spec.template) };
    const made = new kplus.Deployment(chart, id, { ...options, replicas: of.spec.replicas });
    programs.set(of.metadata.name, made);
  },
  HorizontalPodAutoscaler: (id, of) =>
    new kplus.HorizontalPodAutoscaler(chart, id, {
      metadata: metadata(of.metadata),
      target: programs.get(of.spec.scaleTargetRef.name),
      minReplicas: of.spec.minReplicas,
      maxReplicas: of.spec.maxReplicas,
      metrics: of.spec.metrics.map(({ resource }) =>
        kplus.Metric[resource.name === "cpu" ? "resourceCpu" : "resourceMemory"](
          kplus.MetricTarget.averageUtilization(resource.target.averageUtilization),
        ),
      ),
    }),
  Ingress: (id, of) =>
    new kplus.Ingress(chart, id, {
      metadata: metadata(of.metadata),
      className: of.spec.ingressClassName,
      rules: of.spec.rules.flatMap(({ host, http }) =>
        http.paths.map(({ path, backend: to }) => ({ host, path, backend: backend(to.service) })),
      ),
    }),
  Job: (id, of) =>
    new kplus.Job(chart, id, { metadata: metadata(of.metadata), ...pod(of.spec.template) }),
  Namespace: (id, of) => new kplus.Namespace(chart, id, { metadata: metadata(of.metadata) }),
  NetworkPolicy: (id, of) =>
    new kplus.NetworkPolicy(chart, id, {
      metadata: metadata(of.metadata),
      selector: pods(of.spec.podSelector.matchLabels),
      ingress: { rules: network(of.spec.ingress, "from") },
      egress: { rules: network(of.spec.egress, "to") },
    }),
  PersistentVolumeClaim: (id, of) =>
    new kplus.PersistentVolumeClaim(chart, id, {
      metadata: metadata(of.metadata),
      accessModes: of.spec.accessModes,
      storage: size(of.spec.resources.requests.storage),
      storageClassName: of.spec.storageClassName,
    }),
  Role: (id, of) =>
    new kplus.Role(chart, id, { metadata: metadata(of.metadata), rules: of.rules.map(rule) }),
  RoleBinding: (id, of) => {
    const role = kplus.Role.fromRoleName(chart, `role-of-${fresh()}`, of.roleRef.name);
    const made = new kplus.RoleBinding(chart, id, { metadata: metadata(of.metadata), role });
    for (const each of of.subjects)
      made.addSubjects(kplus.User.fromName(chart, `user-${fresh()}`, each.name));
  },
  Service: (id, of) => {
    const made = new kplus.Service(chart, id, {
      metadata: metadata(of.metadata),
      clusterIP: of.spec.clusterIP,
      type: of.spec.type,
      selector: pods(of.spec.selector),
    });
    for (const { port, name } of of.spec.ports ?? [{ port: 80 }]) made.bind(port, { name });
    services.set(of.metadata.name, made);
  },
  ServiceAccount: (id, of) =>
    new kplus.ServiceAccount(chart, id, { metadata: metadata(of.metadata) }),
  StatefulSet: (id, of) => {
    const service = services.get(of.spec.serviceName);
    const options = {
      metadata: metadata(of.metadata),
      replicas: of.spec.replicas,
      ...pod(of.spec.template),
    };
    programs.set(of.metadata.name, new kplus.StatefulSet(chart, id, { ...options, service }));
  },
};

/** What others need comes first. */
const first = ["Service", "Deployment", "StatefulSet"];
const rank = ({ kind }) => first.indexOf(kind) + 1 || first.length + 1;

for (const object of require(process.env.DATA)().sort((a, b) => rank(a) - rank(b))) {
  const id = `${object.kind}-${fresh()}`;
  if (object.kind in make) make[object.kind](id, object);
  else new ApiObject(chart, id, object);
}
process.stdout.write(app.synthYaml());
