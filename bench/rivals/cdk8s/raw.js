// A cdk8s program at its fastest: literal objects, each an ApiObject of one chart, no cdk8s-plus.
// DATA is a module whose export gives the objects.
const { ApiObject, App, Chart } = require("cdk8s");

const app = new App();
const chart = new Chart(app, "platform");
for (const [at, object] of require(process.env.DATA)().entries()) {
  new ApiObject(chart, `${object.kind}-${at}`, object);
}
process.stdout.write(app.synthYaml());
