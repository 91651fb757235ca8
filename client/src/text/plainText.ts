export { plainLabel, plainText, shortName } from "../../../common/plainText.ts";
