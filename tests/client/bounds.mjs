// For each control the values that its queries give.
import { given, load, tell } from "./client.mjs";

const { bounds } = load("bounds.js");
const [asked] = given();
tell(asked.map(([control, queries]) => queries.map((query) => bounds.fromQuery(control, new URLSearchParams(query)))));
