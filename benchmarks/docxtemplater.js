// node docxtemplater.js TEMPLATE.docx DATA.json COUNT: milliseconds a document, best of 3 rounds.
const fs = require("fs");
const PizZip = require("pizzip");
const Docxtemplater = require("docxtemplater");

const [template, data, count] = process.argv.slice(2);
const content = fs.readFileSync(template);
const record = JSON.parse(fs.readFileSync(data, "utf8"));

function one() {
  const document = new Docxtemplater(new PizZip(content), {
    paragraphLoop: true,
    linebreaks: true,
    nullGetter: () => "",
  });
  document.render(record);
  return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
}

one();
let best = Infinity;
for (let round = 0; round < 3; round++) {
  const start = process.hrtime.bigint();
  for (let number = 0; number < Number(count); number++) one();
  best = Math.min(best, Number(process.hrtime.bigint() - start) / 1e6 / Number(count));
}
console.log(JSON.stringify({ best, bytes: one().length }));
