// Drives a client made of vscode-languageserver-protocol through what a person does with a
// report, and through what goes wrong: cancelled and malformed requests, edits that come in
// between, a file in another folder, and a server that is left alone.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url); // which looks into NODE_PATH
const lsp = require("vscode-languageserver-protocol/node");

const uri = pathToFileURL("walk.go").href;

/** Starts a server, and returns the connection with it and what it has said. */
async function connect(capabilities) {
	const server = spawn("fanoutcheck", ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
	const ended = new Promise((resolve) => server.on("exit", (code) => resolve(code)));
	const connection = lsp.createProtocolConnection(
		new lsp.StreamMessageReader(server.stdout),
		new lsp.StreamMessageWriter(server.stdin),
	);
	const heard = [];
	let wake = () => {};
	for (const type of [
		lsp.PublishDiagnosticsNotification.type,
		lsp.ShowMessageNotification.type,
		lsp.LogMessageNotification.type,
	]) {
		connection.onNotification(type, (params) => {
			heard.push({ method: type.method, ...params });
			wake();
		});
	}
	const progress = [];
	connection.onRequest(lsp.WorkDoneProgressCreateRequest.type, ({ token }) => {
		connection.onProgress(lsp.WorkDoneProgress.type, token, (value) => progress.push(value.kind));
	});
	connection.onRequest(lsp.ConfigurationRequest.type, ({ items }) => items.map(() => null));
	connection.onRequest(lsp.RegistrationRequest.type, () => {});
	connection.listen();
	const result = await connection.sendRequest(lsp.InitializeRequest.type, {
		processId: process.pid,
		rootUri: null,
		workspaceFolders: [{ uri: pathToFileURL(".").href, name: "editor" }],
		capabilities,
	});
	await connection.sendNotification(lsp.InitializedNotification.type, {});
	/** Waits for a message of the server that the condition holds for. */
	const hear = async (condition) => {
		for (;;) {
			const i = heard.findIndex(condition);
			if (i >= 0) {
				return heard.splice(i, 1)[0];
			}
			await new Promise((resolve) => (wake = resolve));
		}
	};
	const diagnostics = (file, version) =>
		hear((m) => m.method === "textDocument/publishDiagnostics" && m.uri === file && m.version === version);
	return { connection, server, ended, result, hear, diagnostics, progress };
}

const open = (connection, file, version, text) =>
	connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, {
		textDocument: { uri: file, languageId: "go", version, text },
	});

const change = (connection, version, ...contentChanges) =>
	connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, {
		textDocument: { uri, version },
		contentChanges,
	});

/** Applies an edit of one file, as the protocol has it. */
function apply(text, edit, version) {
	const [changed, ...others] = edit.documentChanges;
	assert.deepEqual(others, []);
	assert.deepEqual(changed.textDocument, { uri, version });
	const lines = text.split("\n");
	const offset = ({ line, character }) =>
		lines.slice(0, line).reduce((sum, l) => sum + l.length + 1, 0) + character;
	let result = "";
	let done = 0;
	for (const { range, newText } of changed.edits) {
		result += text.slice(done, offset(range.start)) + newText;
		done = offset(range.end);
	}
	return result + text.slice(done);
}

const versed = {
	general: { positionEncodings: ["utf-16"] },
	window: { workDoneProgress: true },
	workspace: {
		configuration: true,
		workspaceFolders: true,
		workspaceEdit: { documentChanges: true },
		didChangeWatchedFiles: { dynamicRegistration: true },
		didChangeConfiguration: { dynamicRegistration: true },
	},
	textDocument: {
		publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true },
		hover: { contentFormat: ["markdown", "plaintext"] },
		codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "source.fixAll"] } } },
	},
};

const original = readFileSync("walk.go", "utf8");

async function person() {
	const { connection, result, diagnostics, progress, ended } = await connect(versed);
	assert.equal(result.capabilities.positionEncoding, "utf-16");
	await open(connection, uri, 1, original);
	const { diagnostics: reports } = await diagnostics(uri, 1);
	assert.equal(reports.length, 2);
	assert.deepEqual(reports[0].range.start, { line: 11, character: 11 }); // behind a character of two
	assert.equal(reports[0].code, "unboundedspawn");
	assert.match(reports[0].codeDescription.href, /\/passes\/unboundedspawn$/);
	assert.deepEqual(reports[0].relatedInformation.map((r) => r.location.range.start.line), [11, 13]);

	const hover = await connection.sendRequest(lsp.HoverRequest.type, {
		textDocument: { uri },
		position: { line: 26, character: 15 },
	});
	assert.match(hover.contents.value, /fine, and not reported \(`chain`\)/);

	const actions = (only) =>
		connection.sendRequest(lsp.CodeActionRequest.type, {
			textDocument: { uri },
			range: reports[0].range,
			context: { diagnostics: [reports[0]], only },
		});
	const offered = await actions();
	assert.deepEqual(offered.map((a) => a.isPreferred ?? false), offered.map((_, i) => i === 0));
	assert.deepEqual(
		offered.slice(-2).map((a) => [a.kind, a.title]),
		["quickfix", "source.fixAll.fanoutcheck"].map((kind) => [kind, "Fix all that fanoutcheck can fix in this file"]),
	);

	// Edits of parts of the text, behind a character of two.
	await change(connection, 2, { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: "// 𝄞\n" });
	await change(connection, 3, { range: { start: { line: 0, character: 3 }, end: { line: 1, character: 0 } }, text: "\n" });
	const moved = (await diagnostics(uri, 3)).diagnostics;
	assert.deepEqual(moved[0].range.start, { line: 12, character: 11 });
	await change(connection, 4, { text: original });
	await diagnostics(uri, 4);

	const [all] = await actions(["source.fixAll"]);
	const fixed = apply(original, all.edit, 4);
	await change(connection, 5, { text: fixed });
	assert.deepEqual((await diagnostics(uri, 5)).diagnostics, []);
	writeFileSync("walk.go", fixed);
	await connection.sendNotification(lsp.DidSaveTextDocumentNotification.type, { textDocument: { uri } });
	assert.deepEqual((await diagnostics(uri, 5)).diagnostics, []);

	// A file in a folder of its own that is no module.
	mkdirSync("../alone", { recursive: true });
	writeFileSync("../alone/alone.go", "package alone\n\nfunc walk(n []int) {\n\tfor range n {\n\t\tgo walk(n)\n\t}\n}\n");
	const alone = pathToFileURL("../alone/alone.go").href;
	await open(connection, alone, 1, readFileSync("../alone/alone.go", "utf8"));
	assert.equal((await diagnostics(alone, 1)).diagnostics.length, 1);
	await connection.sendNotification(lsp.DidCloseTextDocumentNotification.type, { textDocument: { uri: alone } });
	assert.deepEqual((await diagnostics(alone, undefined)).diagnostics, []);

	assert.ok(progress.includes("begin") && progress.includes("end"), `progress ${progress}`);
	await connection.sendRequest(lsp.ShutdownRequest.type);
	await connection.sendNotification(lsp.ExitNotification.type);
	assert.equal(await ended, 0);
}

async function trouble() {
	const { connection, server, ended, diagnostics, hear } = await connect({});
	await assert.rejects(connection.sendRequest("fanoutcheck/nonsense"), { code: lsp.ErrorCodes.MethodNotFound });

	// A hover waits for the analysis, unless it is cancelled.
	await open(connection, uri, 1, readFileSync("walk.go", "utf8") + "\nvar later int\n");
	const cancel = new lsp.CancellationTokenSource();
	const waiting = connection.sendRequest(lsp.HoverRequest.type, { textDocument: { uri }, position: { line: 0, character: 0 } }, cancel.token);
	cancel.cancel();
	await assert.rejects(waiting, { code: lsp.LSPErrorCodes.RequestCancelled });
	await diagnostics(uri, 1);

	// What does not compile is not analysed, and the log says why.
	await change(connection, 2, { text: "package editor\n\nfunc broken() { nowhere() }\n" });
	assert.match((await hear((m) => m.method === "window/logMessage")).message, /walk\.go:3:17: undefined: nowhere/);

	// A client that dies takes its server with it.
	server.stdin.destroy();
	assert.equal(await ended, 1);
}

await person();
await trouble();
