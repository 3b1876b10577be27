// Makes common.sha1.txt: node build.mjs 10_million_password_list_top_1M.txt common.sha1.txt
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const [source, target] = process.argv.slice(2);
const shortest = 12, count = 6000;
const ranked = readFileSync(source, "utf8").split("\n").filter((word) => [...word].length >= shortest);
const hashes = [...new Set(ranked.slice(0, count))].map((word) => createHash("sha1").update(word, "utf8").digest("hex").toUpperCase());
writeFileSync(target, hashes.sort().join("\n") + "\n");
console.log(`${hashes.length} of ${ranked.length} passwords with ${shortest} signs or more`);
