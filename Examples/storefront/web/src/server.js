const express = require("express");
const app = express();
app.get("/health", (_, response) => response.send("ok"));
app.get("/", (_, response) => response.send("welcome"));
app.listen(process.env.PORT || 3000);
