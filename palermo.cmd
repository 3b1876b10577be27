@echo off
rem No argument: a demonstration of the whole application with invented cases; nothing is kept. Otherwise the command line.
setlocal
set ROOT=%~dp0
where dotnet >nul 2>nul || (echo palermo: the .NET 10 SDK is needed 1>&2 & exit /b 2)
if "%~1"=="" (
  dotnet run --project "%ROOT%src\Palermo.Web" -c Release -- --Demonstration=true
  exit /b %ERRORLEVEL%
)
dotnet build "%ROOT%src\Palermo.Cli" -c Release --nologo -v quiet 1>&2 || exit /b 2
dotnet exec "%ROOT%artifacts\bin\Palermo.Cli\release\Palermo.Cli.dll" %*
exit /b %ERRORLEVEL%
