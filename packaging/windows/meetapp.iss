; UNTESTED: nobody has compiled this yet. Inno Setup 6, on Windows, after the folder has been built (see README.md):
;   iscc /DVersion=0.1.0 packaging\windows\meetapp.iss        ->  build\package\meetapp-0.1.0-setup.exe
#ifndef Version
  #error Say which version: iscc /DVersion=0.1.0
#endif

[Setup]
AppId={{B7C7A9F2-3A0E-4C58-9E0C-5D5B7C1E1A60}
AppName=meetapp
AppVersion={#Version}
AppPublisher=The meetapp authors
DefaultDirName={autopf}\meetapp
DefaultGroupName=meetapp
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile=..\..\LICENSE
OutputDir=..\..\build\package
OutputBaseFilename=meetapp-{#Version}-setup
Compression=lzma2
SolidCompression=yes
WizardStyle=modern
UninstallDisplayIcon={app}\meetapp.exe

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"
Name: "es"; MessagesFile: "compiler:Languages\Spanish.isl"

[Files]
Source: "..\..\build\package\meetapp\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[InstallDelete]
; What an older version brought and this one does not.
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
; The program is one of the console, so that its commands can print: the window's shortcut hides that.
Name: "{group}\meetapp"; Filename: "{app}\meetapp.exe"; Parameters: "open"; WorkingDir: "{userdocs}"; Flags: runminimized

[Run]
Filename: "{app}\meetapp.exe"; Parameters: "open"; Flags: nowait postinstall skipifsilent runminimized; Description: "{cm:LaunchProgram,meetapp}"
