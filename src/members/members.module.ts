import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Bootstrap } from './bootstrap.js';
import { GroupsController } from './group/groups.controller.js';
import { Groups } from './group/groups.js';
import { SharingGroup, SharingGroupMember } from './group/sharing-group.entity.js';
import { Acceptances } from './invitation/acceptances.js';
import { Invitation } from './invitation/invitation.entity.js';
import { InvitationsController } from './invitation/invitations.controller.js';
import { Invitations } from './invitation/invitations.js';
import { ApiKey } from './key/api-key.entity.js';
import { KeysController } from './key/keys.controller.js';
import { Keys } from './key/keys.js';
import { MeController } from './me/me.controller.js';
import { Me } from './me/me.js';
import { WhoAmI } from './me/whoami.js';
import { Organisation } from './organisation/organisation.entity.js';
import { OrganisationsController } from './organisation/organisations.controller.js';
import { Organisations } from './organisation/organisations.js';
import { PeopleController } from './person/people.controller.js';
import { People } from './person/people.js';
import { Person } from './person/person.entity.js';
import { Attempts } from './proof/attempts.js';
import { Limiter } from './proof/limiter.js';
import { Passwords } from './proof/passwords.js';
import { Totp } from './proof/totp.js';
import { Rights } from './rights.js';
import { Session } from './session/session.entity.js';
import { Sessions } from './session/sessions.js';

const ENTITIES = [Organisation, Person, Invitation, SharingGroup, SharingGroupMember, ApiKey, Session];
/** Organisations, people, sharing groups, and the credentials they are given. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature(ENTITIES)],
  controllers: [
    OrganisationsController,
    PeopleController,
    InvitationsController,
    GroupsController,
    KeysController,
    MeController,
  ],
  providers: [
    Rights,
    Limiter,
    Attempts,
    Passwords,
    Totp,
    Organisations,
    People,
    Invitations,
    Acceptances,
    Groups,
    Keys,
    Sessions,
    Me,
    WhoAmI,
    Bootstrap,
  ],
  exports: [Rights, Limiter, Attempts, Passwords, Totp, Sessions, Bootstrap],
})
export class MembersModule {}
