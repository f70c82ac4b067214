-- Drives Neovim through what a person does with a report: see it, ask why, fix it, save.

local function fail(message)
	io.stderr:write("neovim: " .. message .. "\n")
	vim.cmd("cquit 1")
end

-- equal ends the run unless two values are the same.
local function equal(want, got, what)
	if not vim.deep_equal(want, got) then
		fail(what .. " is " .. vim.inspect(got) .. ", want " .. vim.inspect(want))
	end
end

-- await handles events until a condition holds.
local function await(what, condition)
	if not vim.wait(120000, condition, 10) then
		fail("waited in vain for " .. what)
	end
end

local function main()
	vim.cmd("edit walk.go")
	local buffer = vim.api.nvim_get_current_buf()
	local messages = {}
	local id = vim.lsp.start_client({
		name = "fanoutcheck",
		cmd = { "fanoutcheck", "lsp" },
		root_dir = vim.fn.getcwd(),
		settings = { fanoutcheck = { limit = 0 } },
		handlers = {
			["window/showMessage"] = function(_, result) table.insert(messages, result.message) end,
		},
	})
	vim.lsp.buf_attach_client(buffer, id)
	local client = vim.lsp.get_client_by_id(id)

	await("reports", function() return #vim.diagnostic.get(buffer) == 2 end)
	local report = vim.diagnostic.get(buffer)[1]
	equal("fanoutcheck", report.source, "the source")
	equal({ 11, 13 }, { report.lnum, report.col }, "the place") -- in bytes, behind a character of four
	equal(vim.diagnostic.severity.WARN, report.severity, "the severity")
	local related = report.user_data.lsp.relatedInformation
	equal(2, #related, "the number of steps of the recursion")
	equal({ 11, 13 }, { related[1].location.range.start.line, related[2].location.range.start.line }, "the lines of the recursion")

	-- Of the goroutine that is fine.
	vim.api.nvim_win_set_cursor(0, { 27, 14 })
	local answers = vim.lsp.buf_request_sync(buffer, "textDocument/hover", vim.lsp.util.make_position_params(0, client.offset_encoding), 60000)
	equal("**fanoutcheck**: fine, and not reported (`chain`)",
		vim.split(answers[id].result.contents.value, "\n")[1], "the explanation")

	-- actions asks for those at a line.
	local function actions(line, only)
		local params = {
			textDocument = vim.lsp.util.make_text_document_params(buffer),
			range = { start = { line = line, character = 0 }, ["end"] = { line = line, character = 30 } },
			context = { diagnostics = {}, only = only },
		}
		return vim.lsp.buf_request_sync(buffer, "textDocument/codeAction", params, 60000)[id].result
	end

	-- The first report is fixed by itself, and analysed before it is saved.
	equal(true, actions(11, { "quickfix" })[1].isPreferred, "the preference for the first fix")
	vim.lsp.util.apply_workspace_edit(actions(11, { "quickfix" })[1].edit, client.offset_encoding)
	await("the first fix", function() return #vim.diagnostic.get(buffer) == 1 end)

	-- The other one with all that is left.
	await("an analysis of the text as it is", function() return #actions(0, { "source.fixAll" }) == 1 end)
	vim.lsp.util.apply_workspace_edit(actions(0, { "source.fixAll" })[1].edit, client.offset_encoding)
	await("the other fix", function() return #vim.diagnostic.get(buffer) == 0 end)
	vim.cmd("write")

	-- A wrong setting is told.
	client.notify("workspace/didChangeConfiguration", { settings = { fanoutcheck = { limitt = 3 } } })
	await("a complaint", function() return #messages == 1 end)
	equal('Settings of fanoutcheck: there is no setting "limitt"', messages[1]:sub(1, 53), "the complaint")

	client.stop()
	await("the server's end", function() return client.is_stopped() end)
	vim.cmd("qall")
end

local ok, problem = xpcall(main, debug.traceback)
if not ok then
	fail(problem)
end
